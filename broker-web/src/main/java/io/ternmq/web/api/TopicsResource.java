package io.ternmq.web.api;

import io.ternmq.management.Management;
import io.ternmq.management.TopicView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Topics with their subscriptions. */
@Path("topics")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "topics")
public class TopicsResource {

    @Inject
    private Management management;

    /** All topics, in parts as queues are. */
    @GET
    @Operation(summary = "Lists topics with their subscriptions")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = TopicView.class)))
    public Response topics(
            @QueryParam("limit") String limit,
            @QueryParam("offset") String offset,
            @QueryParam("search") String search,
            @Context UriInfo uri) {
        return PageRequest.of(limit, offset, search)
                .select(management.topics(), TopicView::name, null)
                .toResponse(uri);
    }
}

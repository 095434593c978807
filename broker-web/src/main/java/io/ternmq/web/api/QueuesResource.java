package io.ternmq.web.api;

import io.ternmq.management.Management;
import io.ternmq.management.MessageView;
import io.ternmq.management.QueueView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Queues. A name in the path may hold every character that a queue's name may, percent-encoded; a slash also as it is, save
 * in a name that ends in {@code /messages}, where it must be {@code %2F}.
 */
@Path("queues")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "queues")
public class QueuesResource {

    @Inject
    private Management management;

    @Inject
    private NamedQueues queues;

    /** All queues, empty ones too. */
    @GET
    @Operation(
            summary = "Lists queues, empty ones too",
            description =
                    "In parts of at most 10,000 (1,000 unless 'limit' says otherwise); X-Total-Count tells how many there are.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = QueueView.class)))
    public Response queues(
            @QueryParam("limit") String limit,
            @QueryParam("offset") String offset,
            @QueryParam("search") String search,
            @QueryParam("sort") String sort,
            @Context UriInfo uri) {
        return PageRequest.of(limit, offset, search)
                .select(management.queues(), QueueView::name, QueueOrder.of(sort))
                .toResponse(uri);
    }

    /** One queue. */
    @GET
    @Path("{name: .+}")
    @Operation(summary = "Shows a queue", description = "For a name that a path cannot hold see /api/queue.")
    public QueueView queue(@PathParam("name") String name) {
        return queues.queue(name);
    }

    /** The first waiting messages. */
    @GET
    @Path("{name: .+}/messages")
    @Operation(
            summary = "Shows the first waiting messages of a queue",
            description = "50 unless 'limit' says otherwise, 1,000 at most; bodies are previews.")
    public List<MessageView> messages(@PathParam("name") String name, @QueryParam("limit") String limit) {
        return queues.messages(name, limit);
    }
}

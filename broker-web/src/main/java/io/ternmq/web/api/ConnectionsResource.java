package io.ternmq.web.api;

import io.ternmq.management.ConnectionView;
import io.ternmq.management.Management;
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

/** Clients' connections. */
@Path("connections")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "connections")
public class ConnectionsResource {

    @Inject
    private Management management;

    /** All connections, oldest first, in parts as queues are; a search looks at user, client id, address and agent. */
    @GET
    @Operation(summary = "Lists clients' connections, oldest first")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ConnectionView.class)))
    public Response connections(
            @QueryParam("limit") String limit,
            @QueryParam("offset") String offset,
            @QueryParam("search") String search,
            @Context UriInfo uri) {
        return PageRequest.of(limit, offset, search)
                .select(management.connections(), ConnectionsResource::text, null)
                .toResponse(uri);
    }

    private static String text(ConnectionView connection) {
        return String.join("\n", connection.user(), connection.clientId(), connection.address(), connection.agent());
    }
}

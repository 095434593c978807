package io.ternmq.web.api;

import io.ternmq.management.MessageView;
import io.ternmq.management.QueueView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * A queue by a query parameter, which takes every name. In a path servers refuse or rewrite some characters, encoded or not: the
 * backslash, the names {@code .} and {@code ..}, on Payara 7 the colon.
 */
@Path("queue")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(ref = "queues")
public class QueueResource {

    @Inject
    private NamedQueues queues;

    /** One queue. */
    @GET
    @Operation(summary = "Shows a queue, whatever its name")
    public QueueView queue(@QueryParam("name") String name) {
        return queues.queue(name);
    }

    /** The first waiting messages. */
    @GET
    @Path("messages")
    @Operation(summary = "Shows the first waiting messages of a queue, whatever its name")
    public List<MessageView> messages(@QueryParam("name") String name, @QueryParam("limit") String limit) {
        return queues.messages(name, limit);
    }
}

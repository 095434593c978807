package io.ternmq.web.api;

import io.ternmq.management.Management;
import io.ternmq.management.ManagementException;
import io.ternmq.management.TransactionEnd;
import io.ternmq.management.TransactionView;
import io.ternmq.web.problem.RefusedException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** Distributed transactions that wait for their transaction managers, and their end by hand. */
@Path("transactions")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "transactions")
public class TransactionsResource {

    @Inject
    private Management management;

    /** All of them, the oldest first, in parts as queues are. */
    @GET
    @Operation(summary = "Lists distributed transactions that wait for their transaction managers")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = TransactionView.class)))
    public Response transactions(
            @QueryParam("limit") String limit,
            @QueryParam("offset") String offset,
            @QueryParam("search") String search,
            @Context UriInfo uri) {
        return PageRequest.of(limit, offset, search)
                .select(management.transactions(), TransactionView::branch, null)
                .toResponse(uri);
    }

    /** Commits one. */
    @POST
    @Path("{id: [0-9]{1,18}}/commit")
    @Operation(summary = "Commits a prepared transaction in place of its transaction manager")
    public void commit(@PathParam("id") long id) {
        end(id, TransactionEnd.COMMIT);
    }

    /** Rolls one back. */
    @POST
    @Path("{id: [0-9]{1,18}}/rollback")
    @Operation(summary = "Rolls a prepared transaction back in place of its transaction manager")
    public void rollback(@PathParam("id") long id) {
        end(id, TransactionEnd.ROLL_BACK);
    }

    /** Forgets one that an administrator has ended. */
    @DELETE
    @Path("{id: [0-9]{1,18}}")
    @Operation(summary = "Forgets a transaction that was ended by hand")
    public void forget(@PathParam("id") long id) {
        end(id, TransactionEnd.FORGET);
    }

    private void end(long id, TransactionEnd end) {
        try {
            if (!management.endTransaction(id, end)) {
                throw RefusedException.notFound("There is no transaction " + id + " that waits.");
            }
        } catch (ManagementException refusal) {
            throw RefusedException.conflict(refusal.getMessage());
        }
    }
}

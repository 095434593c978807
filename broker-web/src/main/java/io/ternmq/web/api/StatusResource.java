package io.ternmq.web.api;

import io.ternmq.management.Management;
import io.ternmq.management.StatusView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Nodes and partitions. */
@Path("status")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "status")
public class StatusResource {

    @Inject
    private Management management;

    /** The cluster at a glance. */
    @GET
    @Operation(summary = "Shows nodes, and who owns which partition")
    public StatusView status() {
        return management.status();
    }
}

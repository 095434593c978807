package io.ternmq.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * An EAR as Payara Micro takes it.
 *
 * @param name of the application, which is the EAR's file name without its ending
 * @param adapters to be deployed first, in this order
 * @param war the web module with all else inside
 * @param contextRoot where the WAR goes
 */
public record UnfoldedEar(String name, List<Path> adapters, Path war, String contextRoot) {

    public UnfoldedEar {
        adapters = List.copyOf(adapters);
    }
}

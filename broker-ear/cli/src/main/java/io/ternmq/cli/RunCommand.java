package io.ternmq.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stands in the list of verbs. The script {@code tern} starts nodes by itself, from the runnable jar. */
@Command(name = "run", description = "Start a node in the foreground; 'tern run --help' tells the options.")
final class RunCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw CliException.usage("a node is started by payara-config/bin/tern run, or by java -jar tern.jar run");
    }
}

package io.ternmq.runtime;

import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;

/**
 * The runnable jar: {@code java -jar tern.jar [run] OPTIONS}. Standard output gets the line {@code Tern ready …} and
 * nothing else; what is wrong is said in one line on standard error. The exit status is 0 after a stop, 1 after a
 * failure, 2 after wrong usage.
 */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        // The server replaces System.out and System.err by its log: ours are kept.
        PrintStream out = System.out;
        PrintStream err = System.err;
        int status = run(args, out, err);
        if (status >= 0) {
            out.flush();
            err.flush();
            System.exit(status);
        }
    }

    /** Gives the exit status, or -1 when a node now runs and the JVM ends with it. */
    private static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            List<String> arguments = withoutVerb(List.of(args));
            OptionDefaults defaults = OptionDefaults.of(System.getenv(), arguments);
            RunCommand command = new RunCommand();
            CommandLine line = new CommandLine(command).setDefaultValueProvider(defaults);
            line.parseArgs(arguments.toArray(String[]::new));
            if (line.isUsageHelpRequested()) {
                line.usage(out);
                return 0;
            }
            new Node(command.options(defaults.file()), out, err).start();
            return -1;
        } catch (CommandLine.ParameterException e) {
            err.println("tern run: " + firstLine(e.getMessage()) + " (tern run --help lists the options)");
            return StartException.USAGE;
        } catch (StartException e) {
            err.println("tern run: " + firstLine(e.getMessage()));
            if (Boolean.getBoolean("tern.trace") && e.getCause() != null) {
                e.printStackTrace(err);
            }
            return e.status();
        }
    }

    private static List<String> withoutVerb(List<String> args) {
        return !args.isEmpty() && args.get(0).equals("run") ? args.subList(1, args.size()) : args;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("failed");
    }
}

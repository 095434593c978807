package io.ternmq.runtime;

import java.io.PrintStream;
import java.util.Arrays;
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
        RunCommand command = new RunCommand();
        CommandLine line = new CommandLine(command).setDefaultValueProvider(new EnvironmentDefaults(System.getenv()));
        try {
            line.parseArgs(withoutVerb(args));
            if (line.isUsageHelpRequested()) {
                line.usage(out);
                return 0;
            }
            new Node(command.options(), out, err).start();
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

    private static String[] withoutVerb(String[] args) {
        return args.length > 0 && args[0].equals("run") ? Arrays.copyOfRange(args, 1, args.length) : args;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("failed");
    }
}

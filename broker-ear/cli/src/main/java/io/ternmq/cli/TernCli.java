package io.ternmq.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line for administrators. */
@Command(
        name = "tern",
        description = "A Jakarta Messaging broker: start a node, move messages, look at it.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = {
            RunCommand.class,
            SendCommand.class,
            ReceiveCommand.class,
            QueuesCommand.class,
            StatusCommand.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footer = {"", "Exit status: 0 done, 1 failed, 2 wrong usage, 3 refused by the broker."})
public final class TernCli implements Runnable {

    @Spec
    private CommandSpec spec;

    private TernCli() {}

    /** Runs a verb and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /** Runs a verb and returns its status. */
    static int run(Terminal terminal, String... arguments) {
        CommandLine tern = new CommandLine(new TernCli(), new Factory(terminal));
        tern.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        tern.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        tern.setUsageHelpAutoWidth(true);
        for (CommandLine verb : tern.getSubcommands().values()) {
            if (!verb.getCommandName().equals("help")) {
                verb.getCommandSpec().mixinStandardHelpOptions(true);
                verb.getCommandSpec().versionProvider(new VersionProvider());
            }
        }
        tern.setParameterExceptionHandler(TernCli::wrongUsage);
        tern.setExecutionExceptionHandler(TernCli::failed);
        return tern.execute(arguments);
    }

    /** Without a verb there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which verb?");
    }

    private static int wrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("tern: " + told(wrong));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitStatus.USAGE;
    }

    private static String told(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unknown && command.getParent() == null) {
            return "there is no verb '" + unknown.getUnmatched().get(0) + "'";
        }
        return Failures.line(wrong).replaceFirst("^Error: ", "");
    }

    private static int failed(Exception cause, CommandLine command, ParseResult parsed) {
        CliException failure = Failures.of(cause);
        command.getErr().println("tern: " + Failures.line(failure));
        return failure.status();
    }

    /** Makes the verbs with the terminal that they use. */
    private record Factory(Terminal terminal) implements IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (type == SendCommand.class) {
                return type.cast(new SendCommand(terminal));
            }
            if (type == ReceiveCommand.class) {
                return type.cast(new ReceiveCommand(terminal));
            }
            if (type == QueuesCommand.class) {
                return type.cast(new QueuesCommand(terminal));
            }
            if (type == StatusCommand.class) {
                return type.cast(new StatusCommand(terminal));
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}

package io.ternmq.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A finished run of the command line.
 *
 * @param status its exit status
 * @param latin1 what it wrote to standard output, a character a byte
 * @param err what it wrote to standard error
 */
record Run(int status, String latin1, String err) {

    /** Runs a verb without input and environment. */
    static Run tern(String... arguments) {
        return tern(Map.of(), "", arguments);
    }

    /** Runs a verb. */
    static Run tern(Map<String, String> environment, String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Run run = tern(environment, input, out, arguments);
        return new Run(run.status(), out.toString(StandardCharsets.ISO_8859_1), run.err());
    }

    /** Runs a verb that writes to an output of one's own. */
    static Run tern(Map<String, String> environment, String input, OutputStream out, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment);
        int status = TernCli.run(terminal, arguments);
        return new Run(status, "", err.toString(StandardCharsets.UTF_8));
    }

    /** What it wrote to standard output. */
    byte[] bytes() {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What it wrote to standard output, as text. */
    String out() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}

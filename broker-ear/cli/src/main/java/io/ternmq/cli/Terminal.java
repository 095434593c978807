package io.ternmq.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a verb reads and writes.
 *
 * @param in standard input
 * @param out standard output, unbuffered; it throws when nobody reads any more, which a {@link PrintStream} hides
 * @param err standard error
 * @param environment the environment's variables
 */
record Terminal(InputStream in, OutputStream out, PrintStream err, Map<String, String> environment) {

    /** The process's own. */
    static Terminal ofProcess() {
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv());
    }

    /** Writes lines of text to standard output. */
    void print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException closed) {
            throw CliException.failed("standard output is closed");
        }
    }
}

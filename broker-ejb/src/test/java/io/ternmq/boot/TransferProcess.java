package io.ternmq.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@link TransferMain} in a process of its own. */
final class TransferProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    TransferProcess(
            Path log, Path errors, String broker, String database, String queues, boolean brokerFirst, String point)
            throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TransferMain.class.getName(),
                        log.toString(),
                        broker,
                        database,
                        queues,
                        brokerFirst ? "broker" : "database",
                        point,
                        point.equals("none") ? "2" : "1")
                .redirectError(errors.toFile())
                .start();
        out = process.inputReader();
    }

    /** Waits until it says that. */
    void await(String line) throws IOException {
        for (String said = out.readLine(); !line.equals(said); said = out.readLine()) {
            if (said == null) {
                throw new IOException("the program ended before it said: " + line);
            }
        }
    }

    /** Lets it go on from the point where it waits. */
    void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Waits for its end. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the program did not end");
        }
    }

    /** SIGKILL, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}

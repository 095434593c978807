package io.ternmq.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code tern run} as a user starts it, on free ports of loopback; ended by its process at the latest when it is closed. */
final class TernProcess implements AutoCloseable {
    static final Path HOME =
            Path.of(System.getProperty("tern.home")).toAbsolutePath().normalize();

    private static final Pattern READY = Pattern.compile("(?m)^Tern ready: (dmqp://\\S+) (http://\\S+) in .*$");
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final Process process;
    private final Path out;
    private final Path err;

    private TernProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts the launcher with these options and nothing else. */
    static TernProcess start(Path logs, Map<String, String> environment, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("payara-config/bin/tern").toString(), "run"));
        command.addAll(List.of(options));
        return start(logs, environment, command);
    }

    private static TernProcess start(Path logs, Map<String, String> environment, List<String> command)
            throws IOException {
        Path out = Files.createTempFile(logs, "tern", ".out");
        Path err = Files.createTempFile(logs, "tern", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(logs.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TERN_"));
        // The node's JDK is the tests' own.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new TernProcess(builder.start(), out, err);
    }

    /** Starts a node by the launcher on free ports and waits until it serves. */
    static TernProcess serving(Path logs, Path data, String... options) throws IOException {
        List<String> all = onFreePorts(data, options);
        all.addAll(List.of("--heap", "512m"));
        return start(logs, Map.of(), all.toArray(String[]::new)).awaitReady();
    }

    /** The same from a runnable jar of one's own, on another JDK. */
    static TernProcess servingFrom(Path jar, Path java, Path logs, Path data, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx512m", "-jar", jar.toString(), "run"));
        command.addAll(onFreePorts(data, options));
        return start(logs, Map.of(), command).awaitReady();
    }

    private static List<String> onFreePorts(Path data, String... options) {
        List<String> all = new ArrayList<>(List.of("--data", data.toString(), "--port", "0", "--http-port", "0"));
        all.addAll(List.of(options));
        return all;
    }

    private TernProcess awaitReady() {
        try {
            Awaitility.await("Tern ready").atMost(LONGEST_START).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("ended with status " + process.exitValue() + ": " + err());
                }
                return ready().find();
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        return this;
    }

    private Matcher ready() {
        return READY.matcher(out());
    }

    /** The broker's address as the line {@code Tern ready} gives it. */
    String dmqp() {
        return group(1);
    }

    /** The server's. */
    String http() {
        return group(2);
    }

    private String group(int number) {
        Matcher ready = ready();
        if (!ready.find()) {
            throw new IllegalStateException("not ready");
        }
        return ready.group(number);
    }

    /** Sends SIGTERM and gives the exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** Ends it at once, as SIGKILL does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running: " + out() + err());
        }
        return process.exitValue();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

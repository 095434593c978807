package io.ternmq.runtime;

import fish.payara.micro.BootstrapException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * One node from its start to its end: takes the data directory, starts the server, deploys the broker and then what its
 * user asked for beside it, and on SIGTERM takes all down in the reverse order.
 */
final class Node {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private final RunOptions asked;
    private final PrintStream out;
    private final PrintStream err;
    private final long started = System.nanoTime();
    // Set by the thread that starts, read by the one that a signal stops with.
    private volatile PayaraServer server;
    private volatile DataDirectory data;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean stopping;

    Node(RunOptions options, PrintStream out, PrintStream err) {
        this.asked = options;
        this.out = out;
        this.err = err;
    }

    /** Returns when the node serves, or was stopped before it could; throws when it cannot. */
    void start() {
        data = DataDirectory.take(asked.data());
        RunOptions options = asked.at(Ports.choose("--port", asked.dmqp()), Ports.choose("--http-port", asked.http()));
        options.brokerProperties().forEach(System::setProperty);
        stopOnSignals();
        try {
            Path directory = data.freshServerDirectory();
            List<Deployment> deployments = new ArrayList<>();
            for (Path archive : options.deployments()) {
                deployments.add(Deployment.prepare(archive, directory.resolve("apps")));
            }
            server = PayaraServer.start(options, directory);
            deployBroker(directory);
            deployments.forEach(deployment -> deployment.deployOn(server));
            server.openHttp();
        } catch (StartException e) {
            stopAndThrow(e);
            return;
        } catch (IOException e) {
            stopAndThrow(StartException.failed("cannot unfold the applications: " + e.getMessage(), e));
            return;
        }
        double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
        out.println(String.format(
                Locale.ROOT, "Tern ready: dmqp://%s http://%s in %.1f s", options.dmqp(), options.http(), seconds));
        out.flush();
    }

    /** A start that fails because a signal came in between is no failure. */
    private void stopAndThrow(StartException failure) {
        if (stop()) {
            throw failure;
        }
    }

    private void deployBroker(Path directory) throws IOException {
        Path ear = directory.resolve("tern.ear");
        try (InputStream in = Node.class.getResourceAsStream("/" + RunnableJar.EAR)) {
            Files.copy(in, ear);
        }
        UnfoldedEar broker = EarUnfolder.withAdapters().unfold(ear, directory.resolve("broker"));
        for (Path adapter : broker.adapters()) {
            if (!server.deploy(adapter)) {
                throw StartException.failed("the resource adapter was not deployed; the lines above say why");
            }
        }
        LogHandler.hold();
        boolean deployed = server.deploy(broker.name(), broker.contextRoot(), broker.war());
        // The broker says in a property why it cannot start, as its exception does not come through the container.
        String failure = System.getProperty("tern.start.failure");
        if (failure != null) {
            LogHandler.drop();
            throw StartException.failed(failure);
        }
        LogHandler.release();
        if (!deployed) {
            throw StartException.failed("the broker was not deployed; the lines above say why");
        }
    }

    /**
     * The server is stopped by signals and not by a shutdown hook: hooks run side by side, so ours could not come after
     * the server's own, and the JVM would end with the signal's status instead of 0.
     */
    private void stopOnSignals() {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> {
                Thread thread = new Thread(this::stopAndExit, "tern-stop");
                // Signals come on daemon threads, and the JVM must not end while this one works.
                thread.setDaemon(false);
                thread.start();
            });
        }
    }

    private void stopAndExit() {
        Thread watchdog = new Thread(this::haltIfTooSlow, "tern-stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        int status = StartException.FAILED;
        try {
            stop();
            status = 0;
            stopped.countDown();
        } finally {
            System.exit(status);
        }
    }

    /** Answers false when somebody else has done it. */
    private synchronized boolean stop() {
        if (stopping) {
            return false;
        }
        stopping = true;
        if (server != null) {
            silence();
            try {
                server.stop();
            } catch (BootstrapException e) {
                err.println("tern run: the server did not stop cleanly: " + e.getMessage());
            }
        }
        silence();
        data.clear();
        return true;
    }

    /**
     * At its end the server writes once more past its log, and in between gives the streams back. What we have to say goes
     * to the kept ones.
     */
    private static void silence() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        System.setErr(nowhere);
    }

    private void haltIfTooSlow() {
        try {
            if (stopped.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            return;
        }
        err.println("tern run: the server did not stop within " + LONGEST_STOP.toSeconds() + " s, so it is ended");
        Runtime.getRuntime().halt(StartException.FAILED);
    }
}

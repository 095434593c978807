package io.ternmq.runtime;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.ClusterCommandResult;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.PayaraMicroBoot;
import fish.payara.micro.boot.PayaraMicroLauncher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Payara Micro in this JVM, by its public API. All its files are below one directory. */
final class PayaraServer {
    private static final String HTTP_ENABLED =
            "configs.config.server-config.network-config.network-listeners" + ".network-listener.http-listener.enabled";
    private static final int COMMAND_SECONDS = 30;

    private final PayaraMicroRuntime runtime;

    private PayaraServer(PayaraMicroRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Starts the server, empty and with its HTTP port closed: it would answer for applications that are not there yet, and call itself
     * ready.
     */
    static PayaraServer start(RunOptions options, Path directory) {
        System.setProperty("tern.http.bind", options.http().host());
        // Without it Hazelcast listens on all addresses, whatever interfaces it was told.
        System.setProperty("hazelcast.socket.bind.any", "false");
        try {
            PayaraMicroBoot boot =
                    PayaraMicroLauncher.create(arguments(options, directory).toArray(String[]::new));
            return new PayaraServer(boot.getRuntime());
        } catch (Exception e) {
            throw StartException.failed(
                    "the server did not start: " + StartException.rootCause(e).getMessage(), e);
        }
    }

    private static List<String> arguments(RunOptions options, Path directory) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--rootdir",
                Files.createDirectories(directory.resolve("domain")).toString(),
                "--unpackdir",
                Files.createDirectories(directory.resolve("runtime")).toString(),
                "--logproperties",
                extract("logging.properties", directory).toString(),
                "--prebootcommandfile",
                withHttpClosed(extract("pre-boot.txt", directory)).toString(),
                "--port",
                Integer.toString(options.http().port()),
                "--name",
                "tern",
                "--clustername",
                "tern",
                "--disablephonehome"));
        int port = options.cluster().port() == null
                ? Ports.free()
                : options.cluster().port();
        // Alone, the node clusters with itself: --nocluster would open Hazelcast's port on all addresses.
        String members = options.cluster().members().isEmpty()
                ? "127.0.0.1:" + port
                : String.join(",", options.cluster().members());
        arguments.addAll(List.of("--startport", Integer.toString(port), "--clustermode", "tcpip:" + members));
        if (options.cluster().members().isEmpty()) {
            arguments.addAll(List.of("--interfaces", "127.0.0.1"));
        }
        return arguments;
    }

    /** The server wants files: those of payara-config are inside this jar. */
    private static Path extract(String name, Path directory) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream in = PayaraServer.class.getResourceAsStream("/TERN-INF/config/" + name)) {
            Files.copy(in, file);
        }
        return file;
    }

    private static Path withHttpClosed(Path commands) throws IOException {
        return Files.writeString(commands, "\nset " + HTTP_ENABLED + "=false\n", StandardOpenOption.APPEND);
    }

    /** Opens the HTTP port. */
    void openHttp() {
        try {
            for (Future<? extends ClusterCommandResult> done :
                    runtime.run("set", HTTP_ENABLED + "=true").values()) {
                ClusterCommandResult result = done.get(COMMAND_SECONDS, TimeUnit.SECONDS);
                if (result.getExitStatus() == ClusterCommandResult.ExitStatus.FAILURE) {
                    throw StartException.failed("the HTTP port could not be opened: " + result.getOutput(), null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StartException.failed("the start was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw StartException.failed("the HTTP port could not be opened", e);
        }
    }

    /** Whether the archive is deployed now, under the name of its file; why not is in the server's log. */
    boolean deploy(Path archive) {
        String file = archive.getFileName().toString();
        runtime.deploy(archive.toFile());
        return isDeployed(file.substring(0, file.lastIndexOf('.')));
    }

    /** The same with a name and a context root. */
    boolean deploy(String name, String contextRoot, Path war) {
        runtime.deploy(name, contextRoot, war.toFile());
        return isDeployed(name);
    }

    /** What deploy answers says nothing of a failed start. */
    private boolean isDeployed(String name) {
        return runtime.getDeployedApplicationNames().contains(name);
    }

    /** Takes all applications down in order, then the server. */
    void stop() throws BootstrapException {
        runtime.shutdown();
    }
}

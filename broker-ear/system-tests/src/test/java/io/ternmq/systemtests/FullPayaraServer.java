package io.ternmq.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;

/**
 * A full Payara Server from its distribution, as an administrator runs it. All its ports are free ones of loopback, which
 * is settled in its configuration before it starts. It ends with its process.
 */
final class FullPayaraServer implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Pattern PORT = Pattern.compile("port=\"(\\d+)\"");
    private static final Pattern LISTENER = Pattern.compile("<network-listener (?![^>]*address=)");

    private final Path home;
    private final Path log;
    private final Map<String, Integer> ports = new HashMap<>();
    private Process process;

    private FullPayaraServer(Path home, Path log) {
        this.home = home;
        this.log = log;
    }

    /** Unpacks and starts a server whose JVM has these system properties. */
    static FullPayaraServer start(Path zip, Path directory, Map<String, String> properties) throws IOException {
        unpack(zip, directory);
        FullPayaraServer server = new FullPayaraServer(onlyChild(directory), directory.resolve("server.log"));
        server.configure(properties);
        server.process = server.asadmin(server.log, "start-domain", "--verbose", "domain1");
        try {
            Awaitility.await("administration of the server")
                    .atMost(LONGEST_START)
                    .until(server::answers);
        } catch (RuntimeException e) {
            server.close();
            throw new IllegalStateException(server.log(), e);
        }
        return server;
    }

    /** Deploys an archive; the answer of the server's own tool must be that it has. */
    void deploy(Path archive, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("deploy"));
        command.addAll(List.of(options));
        command.add(archive.toString());
        if (run(command.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("not deployed: " + archive + "\n" + log());
        }
    }

    /** What the server and its tool have written. */
    String log() throws IOException {
        return Files.readString(log);
    }

    private void configure(Map<String, String> properties) throws IOException {
        Path domain = home.resolve("glassfish/domains/domain1/config/domain.xml");
        String xml = Files.readString(domain);
        // The second configuration is a template for instances, which there are none of.
        int template = xml.indexOf("<config name=\"default-config\"");
        String own = xml.substring(0, template)
                .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                .replace("-Dosgi.shell.telnet.port=6666", "-Dosgi.shell.telnet.port=" + freePort())
                .replace(
                        "<hazelcast-config-specific-configuration>",
                        "<hazelcast-config-specific-configuration enabled=\"false\">");
        own = LISTENER.matcher(own).replaceAll("<network-listener address=\"127.0.0.1\" ");
        Matcher port = PORT.matcher(own);
        StringBuilder moved = new StringBuilder();
        while (port.find()) {
            int free = freePort();
            ports.put(port.group(1), free);
            port.appendReplacement(moved, "port=\"" + free + "\"");
        }
        port.appendTail(moved);
        StringBuilder options = new StringBuilder();
        properties.forEach(
                (name, value) -> options.append("<jvm-options>-D" + name + "=" + value + "</jvm-options>\n"));
        int javaConfigEnd = moved.indexOf("</java-config>");
        moved.insert(javaConfigEnd, options);
        Files.writeString(domain, moved + xml.substring(template));
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended with status " + process.exitValue());
        }
        return run("list-applications") == 0;
    }

    private int run(String... command) throws IOException {
        Process tool = asadmin(log, command);
        try {
            if (!tool.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
                tool.destroyForcibly();
                return -1;
            }
            return tool.exitValue();
        } catch (InterruptedException e) {
            tool.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private Process asadmin(Path output, String... command) throws IOException {
        // By java and not by the script, whose permission to run is not in every unpacked zip.
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar",
                home.resolve("glassfish/lib/client/appserver-cli.jar").toString(),
                "--host",
                "127.0.0.1",
                "--port",
                ports.get("4848").toString()));
        all.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("AS_JAVA", System.getProperty("java.home"));
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void unpack(Path zip, Path directory) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream in = new ZipInputStream(file)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = directory.resolve(entry.getName()).normalize();
                if (!target.startsWith(directory)) {
                    throw new IOException("outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(in, target);
                }
            }
        }
    }

    private static Path onlyChild(Path directory) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, "payara*")) {
            return children.iterator().next();
        }
    }

    @Override
    public void close() {
        // The tool that stays in the foreground is the parent of the server.
        List<ProcessHandle> server = process.descendants()
                .sorted(Comparator.comparing(ProcessHandle::pid).reversed())
                .toList();
        server.forEach(ProcessHandle::destroy);
        server.forEach(FullPayaraServer::awaitEnd);
        process.destroyForcibly();
    }

    private static void awaitEnd(ProcessHandle server) {
        try {
            server.onExit().get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            server.destroyForcibly();
        }
    }
}

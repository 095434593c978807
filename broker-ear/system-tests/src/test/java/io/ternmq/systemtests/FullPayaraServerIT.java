package io.ternmq.systemtests;

import io.ternmq.client.TernConnectionFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The EAR and the adapter as they are, on the server that is made for EARs. */
class FullPayaraServerIT {
    @TempDir
    private Path directory;

    @Test
    void shouldServeFromTheEarAndTheAdapterAsTheyAre() throws Exception {
        int port = freePort();
        Map<String, String> properties = Map.of(
                "tern.data",
                directory.resolve("data").toString(),
                "tern.bind",
                "127.0.0.1",
                "tern.port",
                Integer.toString(port),
                "tern.anonymous",
                "true");
        Path zip = Path.of(System.getProperty("tern.server.zip"));
        Path artifacts = TernProcess.HOME.resolve("broker-ear/target");

        try (FullPayaraServer server = FullPayaraServer.start(zip, directory.resolve("server"), properties)) {
            server.deploy(artifacts.resolve("tern-ra.rar"));
            server.deploy(artifacts.resolve("tern.ear"));

            RoundTrip.assertFiveBodies(new TernConnectionFactory("dmqp://127.0.0.1:" + port), "full");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

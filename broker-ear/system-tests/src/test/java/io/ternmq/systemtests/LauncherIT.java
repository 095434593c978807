package io.ternmq.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code payara-config/bin/tern run} from outside: what it prints, what it refuses, how it ends. */
class LauncherIT {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    @TempDir
    private Path directory;

    @Test
    void shouldServeAndStopCleanlyOnSigterm() throws Exception {
        Path data = directory.resolve("data");
        try (TernProcess tern = TernProcess.serving(directory, data, "--anonymous")) {
            assertThat(tern.out().lines()).hasSize(1).first().asString().startsWith("Tern ready");
            assertAccepts(tern.dmqp());
            assertAccepts(tern.http());

            assertThat(tern.terminate()).isIn(0, 128 + 15);

            assertThat(tern.out().lines()).hasSize(1);
            assertThat(data).isDirectoryNotContaining("glob:**/server");
        }
    }

    @Test
    void shouldAnswerHttpOnlyOnceItServes() throws Exception {
        int port = freePort();
        try (TernProcess tern = TernProcess.start(
                directory,
                Map.of(),
                "--data",
                "data",
                "--anonymous",
                "--port",
                "0",
                "--http-port",
                Integer.toString(port))) {
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                    .build();
            HttpClient http = HttpClient.newHttpClient();

            HttpResponse<String> first = Awaitility.await()
                    .ignoreException(ConnectException.class)
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> http.send(ready, HttpResponse.BodyHandlers.ofString()), Objects::nonNull);

            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            assertThat(first.body()).contains("UP");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void shouldRefuseASecondBrokerOnTheSameData() throws Exception {
        Path data = directory.resolve("data");
        try (TernProcess first = TernProcess.serving(directory, data)) {
            try (TernProcess second = TernProcess.start(
                    directory, Map.of(), "--data", data.toString(), "--port", "0", "--http-port", "0")) {
                assertRefusal(second, FAILED, "another broker is running on the data directory " + data);
            }
            assertAccepts(first.dmqp());
        }
    }

    @Test
    void shouldRefuseAStoreOfANewerVersion() throws Exception {
        Path data = directory.resolve("data");
        try (TernProcess tern = TernProcess.serving(directory, data)) {
            assertThat(tern.terminate()).isIn(0, 128 + 15);
        }
        pretendNewerRelease(data.resolve("tern.db"));

        try (TernProcess tern =
                TernProcess.start(directory, Map.of(), "--data", data.toString(), "--port", "0", "--http-port", "0")) {
            assertRefusal(tern, FAILED, "has schema version 99");
        }
    }

    private static void pretendNewerRelease(Path store) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO tern_schema_history (installed_rank, version, description, type, script,"
                            + " installed_by, execution_time, success)"
                            + " VALUES (99, '99', 'future', 'SQL', 'V99__future.sql', 'test', 0, 1)");
        }
    }

    @Test
    void shouldNameAPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String data = directory.resolve("data").toString();

            try (TernProcess dmqp =
                            TernProcess.start(directory, Map.of(), "--data", data, "--port", port, "--http-port", "0");
                    TernProcess http = TernProcess.start(
                            directory, Map.of("TERN_HTTP_PORT", port), "--data", data + "2", "--port", "0")) {
                assertRefusal(dmqp, FAILED, "--port " + port);
                assertRefusal(http, FAILED, "--http-port " + port);
            }
        }
    }

    @Test
    void shouldNameAnUnknownOption() throws Exception {
        try (TernProcess tern = TernProcess.start(directory, Map.of(), "--prot", "5700")) {
            assertRefusal(tern, USAGE, "--prot");
        }
    }

    @Test
    void shouldNameADirectoryThatCannotBeWritten() throws Exception {
        // Below a regular file nobody can write, root neither.
        Path file = Files.createFile(directory.resolve("file"));
        try (TernProcess tern = TernProcess.start(
                directory, Map.of("TERN_DATA", file.resolve("data").toString()))) {
            assertRefusal(tern, FAILED, "cannot write to the data directory " + file.resolve("data"));
        }
    }

    @Test
    void shouldRefuseAnonymousOnOtherAddressesThanLoopback() throws Exception {
        try (TernProcess tern = TernProcess.start(directory, Map.of(), "--anonymous", "--bind", "0.0.0.0")) {
            assertRefusal(tern, USAGE, "--anonymous");
        }
    }

    @Test
    void shouldSayThatAJdkIsMissing() throws Exception {
        try (TernProcess tern = TernProcess.start(directory, Map.of("JAVA_HOME", directory.toString()))) {
            assertRefusal(tern, USAGE, "a JDK 17 or newer is needed");
        }
    }

    private static void assertRefusal(TernProcess tern, int status, String reason) throws InterruptedException {
        assertThat(tern.awaitEnd()).as(tern.err()).isEqualTo(status);
        assertThat(tern.out()).isEmpty();
        assertThat(tern.err().lines()).singleElement().asString().contains(reason);
    }

    private static void assertAccepts(String address) throws IOException {
        URI uri = URI.create(address);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }
}

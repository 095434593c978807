package io.ternmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiVerbsTest {

    private static final int QUEUES = 2_345;

    private static final String STATUS =
            "{\"nodes\":[{\"name\":\"n1\",\"address\":\"127.0.0.1:5700\",\"version\":\"1.0.0\","
                    + "\"store\":\"SQLite\",\"since\":0,\"connections\":3}],"
                    + "\"partitions\":[{\"destination\":\"orders\",\"number\":0,\"owner\":\"127.0.0.1:5700\",\"epoch\":7}]}";

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/queues", this::queues);
        server.createContext("/api/status", exchange -> answer(exchange, 200, "application/json", STATUS));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldListAllQueuesHoweverManyPagesThereAre() {
        Run run = Run.tern("queues", "--http", url());

        assertThat(run.status()).isZero();
        assertThat(run.out().lines()).hasSize(QUEUES + 1);
        assertThat(run.out().lines().findFirst())
                .hasValueSatisfying(heads -> assertThat(heads).startsWith("QUEUE "));
        assertThat(run.out().lines().skip(1).findFirst())
                .hasValueSatisfying(row ->
                        assertThat(row.split(" +")).containsExactly("q0", "7", "2", "1", "1.5", "0.0", "9", "2", "0"));
    }

    @Test
    void shouldPrintQueuesAsJson() {
        Run run = Run.tern("queues", "--json", "--search", "q1 ü", "--http", url() + "/");

        assertThat(run.out()).startsWith("[{\"name\":\"q0\"").endsWith("}]\n").hasLineCount(1);
    }

    @Test
    void shouldPrintNodesAndPartitions() {
        assertThat(Run.tern("status", "--http", url()).out()).isEqualTo("""
                        NODE  ADDRESS         VERSION  SINCE                 CONNECTIONS  STORE
                        n1    127.0.0.1:5700  1.0.0    1970-01-01T00:00:00Z  3            SQLite

                        DESTINATION  PARTITION  OWNER           EPOCH
                        orders       0          127.0.0.1:5700  7
                        """);
        assertThat(Run.tern("status", "--json", "--http", url()).out()).isEqualTo(STATUS + "\n");
    }

    @Test
    void shouldLogInWithThePasswordOfTheFileOrOfTheEnvironment() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "paß:wort\nrest\n");

        Run.tern("queues", "--http", url(), "--password-file", file.toString());
        assertThat(authorizations).allMatch(basic("admin:paß:wort")::equals).isNotEmpty();

        authorizations.clear();
        Run.tern(Map.of("TERN_PASSWORD", "secret"), "", "queues", "--http", url(), "--user", "ann");
        assertThat(authorizations).allMatch(basic("ann:secret")::equals).isNotEmpty();
    }

    @Test
    void shouldSendNoLoginWithoutAPassword() {
        Run.tern("queues", "--http", url());

        assertThat(authorizations).containsOnly("none");
    }

    @Test
    void shouldTellARefusedLoginFromARefusedRequest() {
        refuse(401, "{\"title\":\"Unauthorized\",\"status\":401}");
        assertThat(Run.tern("status", "--http", url()))
                .isEqualTo(
                        refused("the broker asks for a login: give --user and --password-file, or set TERN_PASSWORD"));
        assertThat(Run.tern(Map.of("TERN_PASSWORD", "x"), "", "status", "--http", url(), "--user", "ann"))
                .isEqualTo(refused("the broker refused the login as 'ann'"));

        refuse(403, "{\"title\":\"Forbidden\",\"status\":403,\"detail\":\"This needs the role 'admin'.\"}");
        assertThat(Run.tern("status", "--http", url()))
                .isEqualTo(refused("the broker refused: This needs the role 'admin'."));
    }

    @Test
    void shouldTellWhyTheBrokerCannotAnswer() {
        refuse(
                503,
                "{\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"The broker is starting; try again in a moment.\"}");

        assertThat(Run.tern("status", "--http", url()))
                .isEqualTo(new Run(
                        ExitStatus.FAILED,
                        "",
                        "tern: the broker answered 503: The broker is starting; try again in a moment.\n"));
    }

    @Test
    void shouldNoticeThatSomethingElseAnswers() {
        server.removeContext("/api/status");

        Run run = Run.tern("status", "--http", url());

        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.err()).contains("404", "not Tern").hasLineCount(1);
    }

    private static Run refused(String message) {
        return new Run(ExitStatus.REFUSED, "", "tern: " + message + "\n");
    }

    private void refuse(int status, String problem) {
        server.removeContext("/api/status");
        server.createContext("/api/status", exchange -> answer(exchange, status, "application/problem+json", problem));
    }

    private void queues(HttpExchange exchange) throws IOException {
        String login = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(login == null ? "none" : login);
        Map<String, String> query = List.of(exchange.getRequestURI().getQuery().split("&")).stream()
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        int offset = Integer.parseInt(query.get("offset"));
        int limit = Integer.parseInt(query.get("limit"));
        String page = IntStream.range(offset, Math.min(QUEUES, offset + limit))
                .mapToObj(
                        i -> "{\"name\":\"q" + i + "\",\"depth\":7,\"inFlight\":2,\"consumers\":1,\"enqueueRate\":1.5,"
                                + "\"dequeueRate\":0.0,\"enqueued\":9,\"dequeued\":2,\"expired\":0}")
                .collect(Collectors.joining(",", "[", "]"));
        exchange.getResponseHeaders().set("X-Total-Count", Integer.toString(QUEUES));
        answer(exchange, 200, "application/json", page);
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}

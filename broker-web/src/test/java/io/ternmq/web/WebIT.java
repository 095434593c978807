package io.ternmq.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.web.fixture.FixtureAuthenticator;
import io.ternmq.web.fixture.FixtureManagement;
import io.ternmq.web.fixture.OnPayara;
import io.ternmq.web.fixture.PayaraMicro;
import io.ternmq.web.fixture.RawHttp.Answer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The web module on a real server, over figures that need no broker. */
@OnPayara
class WebIT {

    private static final String ADMIN =
            "Authorization: " + basic(FixtureAuthenticator.ADMIN, FixtureAuthenticator.PASSWORD);
    private static final String READER =
            "Authorization: " + basic(FixtureAuthenticator.READER, FixtureAuthenticator.PASSWORD);
    private static final String WRONG = "Authorization: " + basic(FixtureAuthenticator.ADMIN, "wrong");

    private final PayaraMicro server;

    WebIT(PayaraMicro server) {
        this.server = server;
    }

    @Test
    void shouldServeThePageAndHealthWithoutLogin() throws IOException {
        for (String path : List.of(
                "/", "/index.html", "/console/main.js", "/console/console.css", "/health/ready", "/health/live")) {
            assertThat(server.send("GET " + path + " HTTP/1.1").status())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void shouldGuardThePageByHeaders(String method) throws IOException {
        Answer answer = server.send(method + " / HTTP/1.1");

        assertThat(answer.header("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("X-Frame-Options")).contains("DENY");
        assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    static Stream<String> spellings() {
        return Stream.of(
                "/api/queues",
                "/api/queue?name=orders",
                "/api/queues/orders",
                "/api/queues/orders/messages",
                "/api/topics",
                "/api/connections",
                "/api/status",
                "/api/session",
                "/api/nope",
                "/nope",
                "/metrics",
                "/openapi",
                "//api/queues",
                "/api//queues",
                "/api;x/queues",
                "/api/queues;x",
                "/;x/api/queues",
                "/%61pi/queues",
                "/API/queues",
                "/api/queues/",
                "/api/%71ueues",
                "/./api/queues",
                "/console/../api/queues",
                "/console/%2e%2e/api/queues",
                "/console/..%2fapi/queues",
                "/health/../api/queues",
                "/health/ready;/../../api/queues",
                "//metrics",
                "/index.html/../metrics",
                "/api/login/../queues",
                "/api/application.wadl",
                "/error",
                "/health//../metrics");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void shouldAskForALoginHoweverThePathIsSpelt(String path) throws IOException {
        for (String login : List.of(
                "X-None: 1", WRONG, "Authorization: Bearer abc", "Cookie: tern-session-" + server.port() + "=x")) {
            for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "QUERY")) {
                Answer answer = server.send(method + " " + path + " HTTP/1.1", login);

                assertThat(answer.status())
                        .as(method + " " + path + " " + login)
                        .isEqualTo(401);
                assertThat(answer.body()).doesNotContain("depth", "owner");
                assertThat(answer.header("Location")).isEmpty();
            }
            assertThat(server.send("TRACE " + path + " HTTP/1.1", login).status())
                    .isIn(401, 405);
            assertThat(server.send(
                                    "GET " + path + " HTTP/1.1",
                                    login,
                                    "Upgrade: websocket",
                                    "Sec-WebSocket-Version: 13",
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                            .status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/WEB-INF/web.xml",
                "//WEB-INF/web.xml",
                "/%57EB-INF/web.xml",
                "/console/../WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/console/nope.js"
            })
    void shouldHideTheServersOwnFiles(String path) throws IOException {
        Answer answer = server.send("GET " + path + " HTTP/1.1");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("web-app").doesNotContainIgnoringCase("payara");
    }

    @Test
    void shouldChallengeProgramsButNotOurOwnPage() throws IOException {
        assertThat(server.send("GET /api/queues HTTP/1.1").header("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic "));
        assertThat(server.send("GET /api/queues HTTP/1.1", "X-Tern-Console: 1").header("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Session "));
    }

    @Test
    void shouldListQueuesInParts() throws IOException {
        Answer answer = server.send("GET /api/queues?search=ORDERS&limit=2&offset=1 HTTP/1.1", ADMIN);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("X-Total-Count")).contains("4");
        assertThat(answer.all("Link")).anyMatch(link -> link.contains("rel=\"next\"") && link.contains("offset=3"));
        List<JsonObject> queues = json(answer).asJsonArray().getValuesAs(JsonObject.class);
        assertThat(queues).extracting(queue -> queue.getString("name")).containsExactly("orders", "orders.eu");
        assertThat(queues.get(0).keySet())
                .contains(
                        "depth",
                        "inFlight",
                        "consumers",
                        "enqueued",
                        "dequeued",
                        "expired",
                        "enqueueRate",
                        "dequeueRate",
                        "temporary");
    }

    @Test
    void shouldListEmptyQueuesToo() throws IOException {
        assertThat(names("/api/queues")).contains("payments.captured").containsAll(FixtureManagement.HARD_NAMES);
    }

    static List<String> hardNames() {
        return FixtureManagement.HARD_NAMES;
    }

    @ParameterizedTest
    @MethodSource("hardNames")
    void shouldFindAQueueWhateverItsName(String name) throws IOException {
        assertFound(name, "/api/queue?name=" + encoded(name), "/api/queue/messages?name=" + encoded(name));
        if (fitsInAPath(name)) {
            assertFound(name, "/api/queues/" + encoded(name), "/api/queues/" + encoded(name) + "/messages");
        }
    }

    /** A server takes no backslash in a path, encoded or not, and resolves dots; Payara 7 fails on a colon. */
    private boolean fitsInAPath(String name) throws IOException {
        return !name.matches(".*\\\\.*|[.]+")
                && !(name.contains(":") && server.log().contains("Payara Micro 7."));
    }

    private void assertFound(String name, String queue, String messages) throws IOException {
        assertThat(json(server.send("GET " + queue + " HTTP/1.1", ADMIN))
                        .asJsonObject()
                        .getString("name", null))
                .isEqualTo(name);
        assertThat(server.send("GET " + messages + " HTTP/1.1", ADMIN).body()).isEqualTo("[]");
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void shouldShowTheFirstMessages() throws IOException {
        Answer answer = server.send("GET /api/queues/orders.us/messages?limit=3 HTTP/1.1", ADMIN);

        List<JsonObject> messages = json(answer).asJsonArray().getValuesAs(JsonObject.class);
        assertThat(messages).hasSize(3);
        assertThat(messages.get(0).getString("preview")).isEqualTo("{\"order\":0}");
        assertThat(messages.get(0).getJsonObject("properties").getString("colour"))
                .isEqualTo("grün");
        assertThat(json(server.send("GET /api/queues/orders.us/messages HTTP/1.1", ADMIN))
                        .asJsonArray())
                .hasSize(50);
        assertThat(json(server.send("GET /api/queues/orders.us/messages?limit=99999 HTTP/1.1", ADMIN))
                        .asJsonArray())
                .hasSize(1_000);
    }

    @Test
    void shouldShowNodesTopicsAndConnections() throws IOException {
        JsonObject status = json(server.send("GET /api/status HTTP/1.1", ADMIN)).asJsonObject();
        assertThat(status.getJsonArray("nodes").getJsonObject(0).getString("name"))
                .isEqualTo("node-1");
        assertThat(status.getJsonArray("partitions").getJsonObject(0).keySet())
                .containsExactlyInAnyOrder("destination", "number", "owner", "epoch");
        assertThat(names("/api/topics?search=pri")).containsExactly("prices");
        assertThat(json(server.send("GET /api/connections?search=desk HTTP/1.1", ADMIN))
                        .asJsonArray())
                .hasSize(1);
    }

    @Test
    void shouldEndTransactionsByHand() throws IOException {
        Answer first = server.send("GET /api/transactions?limit=1 HTTP/1.1", ADMIN);
        assertThat(first.header("X-Total-Count")).contains("2");
        assertThat(json(first).asJsonArray()).hasSize(1);
        JsonObject waiting = json(first).asJsonArray().getJsonObject(0);
        assertThat(waiting.getInt("id")).isEqualTo(7);
        assertThat(waiting.getString("state")).isEqualTo("PREPARED");

        for (String end : List.of("POST /api/transactions/7/commit", "POST /api/transactions/7/rollback")) {
            assertThat(server.send(end + " HTTP/1.1", READER).status()).as(end).isEqualTo(403);
            assertThat(server.send(end + " HTTP/1.1", ADMIN).status()).as(end).isEqualTo(204);
        }
        assertThat(server.send("DELETE /api/transactions/8 HTTP/1.1", ADMIN).status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/queues?limit=x,400",
        "GET,/api/queues?offset=-1,400",
        "GET,/api/queues?sort=colour,400",
        "GET,/api/queues/%0Aname,400",
        "GET,/api/queues/%E2%80%AEname,400",
        "GET,/api/queue,400",
        "GET,/api/queue?name=none,404",
        "GET,/api/queues/none,404",
        "GET,/api/queues/none/messages,404",
        "GET,/api/none,404",
        "GET,/none,404",
        "DELETE,/api/queues,405",
        "POST,/api/queues/orders,405",
        "POST,/api/transactions/99/commit,404",
        "DELETE,/api/transactions/7,409",
        "GET,/api/transactions/7/commit,405",
        "GET,/api/logout,405",
        "GET,/api/login,405",
    })
    void shouldTellWhatIsWrongAsProblemDetails(String method, String path, int status) throws IOException {
        Answer answer = server.send(method + " " + path + " HTTP/1.1", ADMIN);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.header("Content-Security-Policy")).isPresent();
        JsonObject problem = json(answer).asJsonObject();
        assertThat(problem.getInt("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotEmpty();
        assertThat(answer.body())
                .doesNotContain("\u202e", "Exception", "at io.")
                .doesNotContainIgnoringCase("payara");
    }

    @Test
    void shouldServeJsonOnly() throws IOException {
        Answer answer = server.send("GET /api/queues HTTP/1.1", ADMIN, "Accept: text/html");

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
    }

    @Test
    void shouldServeAdministratorsOnly() throws IOException {
        assertThat(server.send("GET /api/queues HTTP/1.1", READER).status()).isEqualTo(403);
        assertThat(server.send("GET /metrics HTTP/1.1", READER).status()).isEqualTo(403);
        assertThat(json(server.send("GET /api/session HTTP/1.1", READER))
                        .asJsonObject()
                        .getString("user"))
                .isEqualTo(FixtureAuthenticator.READER);
    }

    @Test
    @SuppressWarnings("try") // the mode lasts as long as the block
    void shouldTellThatTheBrokerIsStarting() throws IOException {
        try (PayaraMicro.Mode starting = server.starting()) {
            Answer answer = server.send("GET /api/queues HTTP/1.1", ADMIN);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
            assertThat(server.send("GET /health/ready HTTP/1.1").status()).isEqualTo(503);
            assertThat(server.send("GET /health/live HTTP/1.1").status()).isEqualTo(200);
            assertThat(server.send("GET / HTTP/1.1").status()).isEqualTo(200);
        }
        assertThat(server.send("GET /health/ready HTTP/1.1").status()).isEqualTo(200);
    }

    private List<String> names(String path) throws IOException {
        return json(server.send("GET " + path + " HTTP/1.1", ADMIN))
                .asJsonArray()
                .getValuesAs(JsonObject.class)
                .stream()
                .map(entry -> entry.getString("name"))
                .toList();
    }

    private static JsonStructure json(Answer answer) {
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.read();
        }
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}

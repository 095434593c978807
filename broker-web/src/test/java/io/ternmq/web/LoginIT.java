package io.ternmq.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.web.fixture.FixtureAuthenticator;
import io.ternmq.web.fixture.OnPayara;
import io.ternmq.web.fixture.PayaraMicro;
import io.ternmq.web.fixture.RawHttp.Answer;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins of people on a real server, which also runs in anonymous mode. */
@OnPayara
class LoginIT {

    private static final String JSON = "Content-Type: application/json";
    private static final String GOOD = login(FixtureAuthenticator.ADMIN, FixtureAuthenticator.PASSWORD);

    private final PayaraMicro server;

    LoginIT(PayaraMicro server) {
        this.server = server;
    }

    private record Session(String cookie, String token) {}

    @Test
    void shouldOpenASessionWithAGuardedCookie() throws IOException {
        Answer answer = server.post("/api/login", GOOD, JSON);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.all("Set-Cookie"))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie)
                        .startsWith("tern-session-" + server.port() + "=")
                        .contains("HttpOnly", "SameSite=Strict", "Path=/")
                        .doesNotContain("Secure"));
        assertThat(answer.body()).contains("\"user\":\"admin\"").doesNotContain(FixtureAuthenticator.PASSWORD);
    }

    @Test
    void shouldChangeTheSessionAtEachLoginAndEndTheOldOne() throws IOException {
        Session first = open();
        Answer again = server.post("/api/login", GOOD, JSON, first.cookie());

        String second = again.cookie();
        assertThat(first.cookie()).isNotEqualTo("Cookie: " + second);
        assertThat(server.send("GET /api/queues HTTP/1.1", first.cookie()).status())
                .isEqualTo(401);
        assertThat(server.send("GET /api/queues HTTP/1.1", "Cookie: " + second).status())
                .isEqualTo(200);
    }

    @Test
    void shouldNotTakeASessionThatAClientMadeUp() throws IOException {
        String cookie = "Cookie: tern-session-" + server.port() + "=mine";
        Answer answer = server.post("/api/login", GOOD, JSON, cookie);

        assertThat(answer.header("Set-Cookie").orElseThrow()).doesNotContain("mine");
        assertThat(server.send("GET /api/queues HTTP/1.1", cookie).status()).isEqualTo(401);
    }

    @Test
    void shouldEndASessionWithItsTokenOnly() throws IOException {
        Session session = open();

        assertThat(server.post("/api/logout", "", session.cookie()).status()).isEqualTo(403);
        assertThat(server.post("/api/logout", "", session.cookie(), "X-CSRF-Token: x")
                        .status())
                .isEqualTo(403);
        assertThat(server.send("GET /api/queues HTTP/1.1", session.cookie()).status())
                .isEqualTo(200);

        Answer answer = server.post("/api/logout", "", session.cookie(), session.token());
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Set-Cookie").orElseThrow()).contains("Expires=Thu, 01-Jan-1970");
        assertThat(server.send("GET /api/queues HTTP/1.1", session.cookie()).status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example", "http://localhost:1", "null"})
    void shouldRefuseForeignPages(String origin) throws IOException {
        Session session = open();

        assertThat(server.post("/api/logout", "", session.cookie(), session.token(), "Origin: " + origin)
                        .status())
                .isEqualTo(403);
        assertThat(server.post("/api/login", GOOD, JSON, "Origin: " + origin).status())
                .isEqualTo(403);
        assertThat(server.send("GET /api/queues HTTP/1.1", session.cookie(), "Origin: " + origin)
                        .status())
                .isEqualTo(403);
        assertThat(server.send(
                                "GET /api/queues HTTP/1.1",
                                session.cookie(),
                                "Origin: http://localhost:" + server.port())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldKeepTheLoginsOfTwoPortsApart() throws IOException {
        Session here = open();
        Answer there = server.post("/api/login", GOOD, JSON, "Host: localhost:9999");
        String both = here.cookie() + "; " + there.cookie();

        assertThat(server.send("GET /api/queues HTTP/1.1", both).status()).isEqualTo(200);
        assertThat(server.post("/api/logout", "", both, here.token()).status()).isEqualTo(204);
        assertThat(server.send("GET /api/queues HTTP/1.1", both).status()).isEqualTo(401);
        assertThat(server.send("GET /api/queues HTTP/1.1", both, "Host: localhost:9999")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"user\":\"admin\",\"password\":\"wrong\"} | 401",
                "{\"user\":\"nobody\",\"password\":\"wrong\"} | 401",
                "{\"user\":\"admin\"} | 400",
                "{\"user\":1,\"password\":\"x\"} | 400",
                "[] | 400",
                "{ | 400",
            })
    void shouldRefuseWhatIsNoLogin(String body, int status) throws IOException {
        Answer answer = server.post("/api/login", body, JSON);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void shouldReadLoginsOfJsonAndOfModestSizeOnly() throws IOException {
        assertThat(server.post("/api/login", GOOD, "Content-Type: text/plain").status())
                .isEqualTo(415);
        assertThat(server.post("/api/login", "x".repeat(5_000), JSON).status()).isEqualTo(413);
    }

    @Test
    void shouldLogRefusedLoginsOnOneLine() throws IOException {
        server.post("/api/login", login("ann\\nSEVERE forged", "wrong"), JSON);

        assertThat(server.log()).contains("'ann?SEVERE forged'").doesNotContain("paß:wort");
    }

    @Test
    @SuppressWarnings("try") // the mode lasts as long as the block
    void shouldAskNobodyInAnonymousMode() throws IOException {
        try (PayaraMicro.Mode anonymous = server.anonymous()) {
            assertThat(server.send("GET /api/queues HTTP/1.1").status()).isEqualTo(200);
            assertThat(server.send("GET /metrics HTTP/1.1").status()).isEqualTo(200);
            assertThat(server.send("GET /api/session HTTP/1.1").body()).contains("\"anonymous\":true");
            // A foreign page whose name was made to point here, and a login that is wrong nevertheless.
            assertThat(server.send("GET /api/queues HTTP/1.1", "Host: evil.example:" + server.port())
                            .status())
                    .isEqualTo(403);
            assertThat(server.send("GET /api/queues HTTP/1.1", "Authorization: Basic YTpi")
                            .status())
                    .isEqualTo(401);
        }
    }

    private Session open() throws IOException {
        Answer answer = server.post("/api/login", GOOD, JSON);
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            return new Session(
                    "Cookie: " + answer.cookie(),
                    "X-CSRF-Token: " + reader.readObject().getString("csrfToken"));
        }
    }

    private static String login(String user, String password) {
        return "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
    }
}

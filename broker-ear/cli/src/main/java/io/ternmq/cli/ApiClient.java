package io.ternmq.cli;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Reads from the broker's REST interface. */
final class ApiClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String base;
    private final Optional<LoginOptions.Login> login;

    ApiClient(URI base, Optional<LoginOptions.Login> login) {
        this.base = base.toString().replaceAll("/+$", "");
        this.login = login;
    }

    /**
     * An answer.
     *
     * @param json its body
     * @param total how many entries a list has in all, -1 if the answer does not tell
     */
    record Answer(JsonStructure json, long total) {}

    /**
     * Gets what is at a path such as {@code /api/status}.
     *
     * @throws CliException if the broker refuses or does not answer
     */
    Answer get(String path) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", "application/json, application/problem+json");
        login.ifPresent(who -> request.header("Authorization", basic(who)));
        HttpResponse<String> response = exchange(request.build());
        if (response.statusCode() != 200) {
            throw refusal(response);
        }
        return new Answer(
                parse(response.body()),
                response.headers().firstValueAsLong("X-Total-Count").orElse(-1));
    }

    private HttpResponse<String> exchange(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (ConnectException nobody) {
            throw CliException.failed(
                    "nothing answers at " + base + "; is the broker running, and is this its HTTP port?");
        } catch (HttpTimeoutException late) {
            throw CliException.failed("the broker at " + base + " does not answer in time");
        } catch (IOException broken) {
            throw CliException.failed("the connection to " + base + " failed: " + Failures.line(broken));
        }
    }

    private static String basic(LoginOptions.Login who) {
        byte[] credentials = (who.user() + ":" + who.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    private CliException refusal(HttpResponse<String> response) {
        String detail = detail(response);
        return switch (response.statusCode()) {
            case 401 ->
                CliException.refused(
                        login.isPresent()
                                ? "the broker refused the login as '"
                                        + login.get().user() + "'"
                                : "the broker asks for a login: give --user and --password-file, or set "
                                        + LoginOptions.PASSWORD_VARIABLE);
            case 403 -> CliException.refused("the broker refused: " + detail);
            default -> CliException.failed("the broker answered " + response.statusCode() + ": " + detail);
        };
    }

    private static String detail(HttpResponse<String> response) {
        boolean problem =
                response.headers().firstValue("Content-Type").orElse("").contains("json");
        if (problem && parse(response.body()) instanceof JsonObject json) {
            return json.getString("detail", json.getString("title", "no reason given"));
        }
        return "this is not Tern, or something stands before it";
    }

    private static JsonStructure parse(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.read();
        } catch (JsonException malformed) {
            throw CliException.failed("the answer is no JSON; is this the broker's HTTP port?");
        }
    }
}

package io.ternmq.web.problem;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Problem details (RFC 9457) of the type {@code about:blank}: the status says what kind of problem it is.
 *
 * @param status the HTTP status
 * @param detail what went wrong and the way out, for people; null for nothing to add
 */
public record Problem(int status, String detail) {

    /** The media type of problem details. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The status's name. */
    public String title() {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Status " + status : known.getReasonPhrase();
    }

    /** The JSON text. */
    public String toJson() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title())
                .add("status", status);
        if (detail != null) {
            json.add("detail", detail);
        }
        return json.build().toString();
    }

    /** Sends it as the whole answer. */
    public void send(HttpServletResponse response) throws IOException {
        byte[] json = toJson().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}

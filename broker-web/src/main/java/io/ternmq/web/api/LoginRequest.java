package io.ternmq.web.api;

import io.ternmq.web.problem.RefusedException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Name and password as the login form sends them. It comes from who is not known yet, so it is read with a small cap and by a
 * parser that makes no objects of our own.
 */
record LoginRequest(String user, char[] password) {

    static final int MAX_BYTES = 4_096;

    /**
     * Reads it.
     *
     * @throws RefusedException 400 or 413 if it is something else
     */
    static LoginRequest read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw RefusedException.tooLarge("A login has at most " + MAX_BYTES + " bytes");
        }
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
            JsonObject login = reader.readObject();
            if (login.get("user") instanceof JsonString user && login.get("password") instanceof JsonString password) {
                return new LoginRequest(user.getString(), password.getString().toCharArray());
            }
        } catch (JsonException | IllegalStateException malformed) {
            throw noLogin();
        }
        throw noLogin();
    }

    private static RefusedException noLogin() {
        return RefusedException.badRequest("A login is {\"user\": \"…\", \"password\": \"…\"}");
    }

    void wipe() {
        Arrays.fill(password, '\0');
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "login of " + user;
    }
}

package io.ternmq.client;

import io.ternmq.client.message.AllowedClasses;
import io.ternmq.client.transport.Credentials;
import io.ternmq.client.transport.Endpoint;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * All that a connection factory can be told, checked once. What each option means, its unit and its default are in
 * {@link ClientOption}.
 *
 * @param endpoints the brokers, tried in this order
 * @param user who logs in, or null for nobody
 * @param password the password, or null; never shown
 * @param passwordFile a file whose first line is the password, or null
 * @param clientId the client identifier of each connection (6.1.2), or null
 * @param connectTimeout the longest that connecting to one broker may take
 * @param requestTimeout the longest wait for an answer
 * @param heartbeat the longest silence in good health, zero for no heartbeats
 * @param prefetch how many messages a consumer may hold that the application has not taken yet
 * @param maxFrame the largest frame that the client takes, bytes
 * @param allowedClasses which classes object messages may hold, as {@code AllowedClasses} has it; null for the system property
 * @param jmsx the optional JMSX properties to set, as {@link JmsxProperties} has them, or null for none
 * @param appId JMSXAppID of what is sent, or null for none
 */
public record ClientOptions(
        List<Endpoint> endpoints,
        String user,
        String password,
        String passwordFile,
        String clientId,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration heartbeat,
        int prefetch,
        int maxFrame,
        String allowedClasses,
        String jmsx,
        String appId)
        implements Serializable {

    private static final int MAX_PREFETCH = 100_000;
    private static final int MIN_FRAME = 16 * 1024;

    /** @throws IllegalArgumentException if a value is out of its range; the text names the option */
    public ClientOptions {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a URL names at least one broker");
        }
        if (password != null && passwordFile != null) {
            throw new IllegalArgumentException("give either password or passwordFile, not both");
        }
        if (clientId != null && clientId.isEmpty()) {
            throw new IllegalArgumentException("clientId is not empty: leave it away for none");
        }
        checkMillis("connectTimeout", connectTimeout, 1);
        checkMillis("requestTimeout", requestTimeout, 1);
        checkMillis("heartbeat", heartbeat, 0);
        checkRange("prefetch", prefetch, 1, MAX_PREFETCH);
        checkRange("maxFrame", maxFrame, MIN_FRAME, Integer.MAX_VALUE);
        if (allowedClasses != null) {
            AllowedClasses.filter(allowedClasses);
        }
        JmsxProperties.named(jmsx);
        if (appId != null && appId.isEmpty()) {
            throw new IllegalArgumentException("appId is not empty: leave it away for none");
        }
    }

    private static void checkMillis(String option, Duration value, int min) {
        Objects.requireNonNull(value, option);
        if (value.toMillis() < min || value.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    option + " is " + min + " to " + Integer.MAX_VALUE + " ms, not " + value.toMillis());
        }
    }

    private static void checkRange(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " is " + min + " to " + max + ", not " + value);
        }
    }

    /**
     * Who logs in if the program does not say so itself; reads the password's file.
     *
     * @throws IOException if the file cannot be read; the text names it
     */
    Credentials credentials() throws IOException {
        return new Credentials(user, passwordFile == null ? password : readPassword());
    }

    private String readPassword() throws IOException {
        try (var lines = Files.lines(Path.of(passwordFile))) {
            return lines.findFirst().orElse("");
        } catch (IOException | RuntimeException e) {
            throw new IOException("passwordFile " + passwordFile + " cannot be read: " + e, e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return DmqpUrl.format(this);
    }
}

package io.ternmq.client;

import io.ternmq.wire.FrameCodec;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of a URL: name, default, unit, meaning. Each is also a setter of {@link TernConnectionFactory}. */
enum ClientOption {
    /** The user who logs in; without it nobody does. */
    USER("user", null),
    /** The user's password. Better in a file: URLs get into logs. */
    PASSWORD("password", null),
    /** A file whose first line is the password. */
    PASSWORD_FILE("passwordFile", null),
    /** The client identifier of each connection (6.1.2). */
    CLIENT_ID("clientId", null),
    /** The longest that connecting to one broker and the login there may take, ms. */
    CONNECT_TIMEOUT("connectTimeout", "5000"),
    /** The longest wait for an answer of the broker, ms. Above the time that a broker lets a producer wait at a full queue. */
    REQUEST_TIMEOUT("requestTimeout", "60000"),
    /** The longest silence in good health, ms; after twice that the connection is lost. 0 for no heartbeats. */
    HEARTBEAT("heartbeat", "10000"),
    /** How many messages a consumer may hold ahead of the application. */
    PREFETCH("prefetch", "100"),
    /** The largest frame that the client takes, bytes. */
    MAX_FRAME("maxFrame", Integer.toString(FrameCodec.DEFAULT_MAX_FRAME)),
    /** Patterns of classes that object messages may hold, comma-separated; without it the system property counts. */
    ALLOWED_CLASSES("allowedClasses", null),
    /** Optional JMSX properties that are to be set (3.5.9), comma-separated. */
    JMSX("jmsx", null),
    /** What JMSXAppID says of each message that is sent; without it there is none. */
    APP_ID("appId", null);

    private final String optionName;
    private final String defaultValue;

    ClientOption(String optionName, String defaultValue) {
        this.optionName = optionName;
        this.defaultValue = defaultValue;
    }

    /** As it is written in a URL. */
    String optionName() {
        return optionName;
    }

    /** The value where none is given, or null for none. */
    String defaultValue() {
        return defaultValue;
    }

    static Optional<ClientOption> named(String name) {
        return Stream.of(values())
                .filter(option -> option.optionName.equals(name))
                .findFirst();
    }
}

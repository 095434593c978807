package io.ternmq.client;

import io.ternmq.client.transport.Endpoint;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes {@code dmqp://host1:5700,host2:5700?option=value&...}. Values are percent-encoded where needed. What is wrong
 * with a URL is said in one line that names the part, and never repeats a password.
 */
final class DmqpUrl {

    static final String DEFAULT = "dmqp://127.0.0.1:" + Endpoint.DEFAULT_PORT;

    private static final String SCHEME = "dmqp://";
    private static final String TLS_SCHEME = "dmqps://";

    private DmqpUrl() {}

    /**
     * The options that the URL gives, defaults for the rest.
     *
     * @throws IllegalArgumentException if it is malformed; one line that says where
     */
    static ClientOptions parse(String url) {
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException("a URL is needed, such as " + DEFAULT);
        }
        String text = url.strip();
        if (text.startsWith(TLS_SCHEME)) {
            throw new IllegalArgumentException("dmqps:// (TLS) is not available in this version: use dmqp://");
        }
        if (!text.startsWith(SCHEME)) {
            throw new IllegalArgumentException("a URL begins with " + SCHEME + ", such as " + DEFAULT);
        }
        int query = text.indexOf('?');
        String hosts = text.substring(SCHEME.length(), query < 0 ? text.length() : query);
        return options(endpoints(hosts), query < 0 ? Map.of() : values(text.substring(query + 1)));
    }

    private static List<Endpoint> endpoints(String text) {
        String hosts = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (hosts.indexOf('@') >= 0) {
            throw new IllegalArgumentException("a URL has no user before the host: use ?user= and passwordFile=");
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            endpoints.add(endpoint(host.strip()));
        }
        return endpoints;
    }

    private static Endpoint endpoint(String text) {
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':', Math.max(0, bracket));
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isBlank() || host.indexOf('/') >= 0 || colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
            throw new IllegalArgumentException("'" + text + "' in the URL is not host:port (IPv6 as [::1]:5700)");
        }
        int port = colon < 0 ? Endpoint.DEFAULT_PORT : number("the port of " + host, text.substring(colon + 1));
        try {
            return new Endpoint(host, port);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' in the URL: " + e.getMessage(), e);
        }
    }

    private static Map<ClientOption, String> values(String query) {
        Map<ClientOption, String> values = new EnumMap<>(ClientOption.class);
        for (String part : query.split("&")) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            ClientOption option = ClientOption.named(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the URL has an unknown option '" + name + "'; known are " + known()));
            if (equals < 0) {
                throw new IllegalArgumentException("the URL's option '" + name + "' has no value");
            }
            if (values.put(option, decode(name, part.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("the URL has the option '" + name + "' twice");
            }
        }
        return values;
    }

    private static String known() {
        return Stream.of(ClientOption.values()).map(ClientOption::optionName).collect(Collectors.joining(", "));
    }

    private static String decode(String name, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the URL's option '" + name + "' has a broken percent-encoding", e);
        }
    }

    /** The same options but one. */
    static ClientOptions with(ClientOptions options, ClientOption option, Object value) {
        Map<ClientOption, String> values = values(options);
        values.put(option, value == null ? null : value.toString());
        return options(options.endpoints(), values);
    }

    private static ClientOptions options(List<Endpoint> endpoints, Map<ClientOption, String> given) {
        Values values = new Values(given);
        return new ClientOptions(
                endpoints,
                values.text(ClientOption.USER),
                values.text(ClientOption.PASSWORD),
                values.text(ClientOption.PASSWORD_FILE),
                values.text(ClientOption.CLIENT_ID),
                values.millis(ClientOption.CONNECT_TIMEOUT),
                values.millis(ClientOption.REQUEST_TIMEOUT),
                values.millis(ClientOption.HEARTBEAT),
                values.integer(ClientOption.PREFETCH),
                values.integer(ClientOption.MAX_FRAME),
                values.text(ClientOption.ALLOWED_CLASSES),
                values.text(ClientOption.JMSX),
                values.text(ClientOption.APP_ID));
    }

    private static Map<ClientOption, String> values(ClientOptions options) {
        Map<ClientOption, String> values = new EnumMap<>(ClientOption.class);
        values.put(ClientOption.USER, options.user());
        values.put(ClientOption.PASSWORD, options.password());
        values.put(ClientOption.PASSWORD_FILE, options.passwordFile());
        values.put(ClientOption.CLIENT_ID, options.clientId());
        values.put(ClientOption.CONNECT_TIMEOUT, millis(options.connectTimeout()));
        values.put(ClientOption.REQUEST_TIMEOUT, millis(options.requestTimeout()));
        values.put(ClientOption.HEARTBEAT, millis(options.heartbeat()));
        values.put(ClientOption.PREFETCH, Integer.toString(options.prefetch()));
        values.put(ClientOption.MAX_FRAME, Integer.toString(options.maxFrame()));
        values.put(ClientOption.ALLOWED_CLASSES, options.allowedClasses());
        values.put(ClientOption.JMSX, options.jmsx());
        values.put(ClientOption.APP_ID, options.appId());
        return values;
    }

    private record Values(Map<ClientOption, String> given) {

        String text(ClientOption option) {
            String value = given.get(option);
            return value == null ? option.defaultValue() : value;
        }

        int integer(ClientOption option) {
            return number(option.optionName(), text(option));
        }

        Duration millis(ClientOption option) {
            return Duration.ofMillis(integer(option));
        }
    }

    private static int number(String what, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + " is a whole number, not '" + text + "'", e);
        }
    }

    /** The URL that gives these options, without those that have their default and without the password. */
    static String format(ClientOptions options) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        values(options).forEach((option, value) -> {
            if (option != ClientOption.PASSWORD && value != null && !value.equals(option.defaultValue())) {
                query.add(option.optionName() + "="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
            }
        });
        return SCHEME + options.endpoints().stream().map(Endpoint::toString).collect(Collectors.joining(",")) + query;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}

package io.ternmq.client.transport;

import java.io.Serializable;
import java.util.Objects;

/**
 * Where a broker listens.
 *
 * @param host its name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) implements Serializable {

    /** The port of DMQP without TLS. */
    public static final int DEFAULT_PORT = 5700;

    /** @throws IllegalArgumentException if the host is blank or the port is out of range */
    public Endpoint {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("a host's name is not blank");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

package io.ternmq.session;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The connections that are open and the client identifiers in use (6.1.2). Thread-safe. */
public final class ConnectionRegistry {

    private final Map<String, ClientConnection> open = new ConcurrentHashMap<>();
    private final Map<String, ClientConnection> clientIds = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private final String prefix;
    private volatile boolean closed;

    /** @param prefix what this node's connection identifiers begin with, another one after each start */
    public ConnectionRegistry(String prefix) {
        this.prefix = prefix;
    }

    String nextId() {
        return prefix + "-" + lastNumber.incrementAndGet();
    }

    /** Adds one that is logged in; false if the broker takes none any more. */
    boolean add(ClientConnection connection) {
        open.put(connection.id(), connection);
        if (closed) { // looked at after the put: who closes sees the one or this sees the other
            open.remove(connection.id(), connection);
            return false;
        }
        return true;
    }

    /** Takes no more connections; those that are open stay. */
    public void close() {
        closed = true;
    }

    void remove(ClientConnection connection) {
        open.remove(connection.id(), connection);
        clientIds.values().remove(connection);
    }

    /** Takes a client identifier; false if another connection has it. */
    boolean claim(String clientId, ClientConnection connection) {
        return clientIds.putIfAbsent(clientId, connection) == null;
    }

    /** How many are open. */
    public int size() {
        return open.size();
    }

    /** Those that are logged in, in no order. */
    public Collection<ClientConnection> all() {
        return open.values();
    }
}

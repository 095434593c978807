package io.ternmq.routing;

import io.ternmq.message.DestinationName;
import io.ternmq.message.DestinationName.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The destinations that exist, by name. Thread-safe. */
@ApplicationScoped
public class Destinations {

    private final Map<DestinationName, Destination> known = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();

    /** A number that no destination and no subscription has had before. */
    public long nextId() {
        return lastId.incrementAndGet();
    }

    /** Takes in what the store had. */
    public void restore(long id, DestinationName name) {
        known.put(name, new Destination(id, name, 1, ""));
        reserve(id);
    }

    /** Makes sure that {@link #nextId} goes on above the number. */
    public void reserve(long id) {
        lastId.accumulateAndGet(id, Math::max);
    }

    /** The destination of that name, if it exists. */
    public Optional<Destination> find(DestinationName name) {
        return Optional.ofNullable(known.get(name));
    }

    /**
     * The destination of that name, made if it is not there. Temporary ones are only made by {@link #createTemporary}.
     *
     * @param created told of a new one before any other thread can see it
     */
    public Optional<Destination> findOrCreate(DestinationName name, Consumer<Destination> created) {
        Destination found = known.get(name);
        if (found != null || name.isTemporary()) {
            return Optional.ofNullable(found);
        }
        return Optional.of(known.computeIfAbsent(name, n -> {
            Destination made = new Destination(nextId(), n, 1, "");
            created.accept(made);
            return made;
        }));
    }

    /**
     * Makes a temporary destination of a connection.
     *
     * @param created told of it before any other thread can see it
     */
    public Destination createTemporary(boolean topic, String connection, Consumer<Destination> created) {
        long id = nextId();
        DestinationName name = new DestinationName(
                topic ? Kind.TEMPORARY_TOPIC : Kind.TEMPORARY_QUEUE, "tmp." + connection + "." + id);
        Destination made = new Destination(id, name, 1, connection);
        created.accept(made);
        known.put(name, made);
        return made;
    }

    /** Forgets a destination. */
    public void remove(Destination destination) {
        known.remove(destination.name(), destination);
    }

    /** All of them, in no order. */
    public Collection<Destination> all() {
        return known.values();
    }
}

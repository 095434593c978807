package io.ternmq.delivery;

import io.ternmq.message.DestinationName;
import io.ternmq.routing.Destination;
import io.ternmq.routing.Destinations;
import io.ternmq.routing.Router;
import io.ternmq.store.Change;
import io.ternmq.store.DestinationRecord;
import io.ternmq.store.MessageStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of this node, by their destination; makes and drops them together with the destination. Thread-safe. */
public final class Partitions {

    private static final int KEEP_RETRY_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

    private final Destinations destinations;
    private final Lanes lanes;
    private final MessageStore store;
    private final Clock clock;
    private final RedeliveryPolicies policies;
    private final Wildcards wildcards = new Wildcards();
    private final Map<Long, Partition> partitions = new ConcurrentHashMap<>();

    /** No partitions yet. */
    public Partitions(
            Destinations destinations, Lanes lanes, MessageStore store, Clock clock, RedeliveryPolicies policies) {
        this.destinations = destinations;
        this.lanes = lanes;
        this.store = store;
        this.clock = clock;
        this.policies = policies;
    }

    MessageStore store() {
        return store;
    }

    Wildcards wildcards() {
        return wildcards;
    }

    /**
     * The destination of that name for a message that is sent to it, made now if it is not there.
     *
     * @throws DeliveryException if it is a temporary one that does not exist (any more), or a topic pattern
     */
    public Destination destinationOfSend(DestinationName name) {
        Optional<Destination> known = destinations.find(name);
        if (known.isEmpty() && name.isPattern()) { // one that is known is refused when its partition is asked for
            throw notSendable(name);
        }
        return known.orElseGet(() -> destination(name));
    }

    /**
     * The destination of that name, made now if it is not there.
     *
     * @throws DeliveryException if it is a temporary one that does not exist (any more)
     */
    public Destination destination(DestinationName name) {
        return destinations.findOrCreate(name, this::created).orElseThrow(() -> gone(name));
    }

    /**
     * The partition that a message goes to.
     *
     * @throws DeliveryException if its destination was deleted just now, or is a topic pattern
     */
    public Partition of(Router.Target target) {
        Partition partition = of(target.destination());
        if (partition instanceof PatternPartition) {
            throw notSendable(target.destination().name());
        }
        return partition;
    }

    private static DeliveryException notSendable(DestinationName pattern) {
        return new DeliveryException(DeliveryException.Reason.INVALID_DESTINATION, pattern.patternRefusal());
    }

    /**
     * The partition of a destination that has one.
     *
     * @throws DeliveryException if the destination was deleted just now
     */
    public Partition of(Destination destination) {
        return find(destination).orElseThrow(() -> gone(destination.name()));
    }

    /** The partition of a destination, if that has not been deleted. */
    public Optional<Partition> find(Destination destination) {
        return find(destination.id());
    }

    /** The partition of the destination with that id, if there is one. */
    public Optional<Partition> find(long destinationId) {
        return Optional.ofNullable(partitions.get(destinationId));
    }

    private static DeliveryException gone(DestinationName name) {
        return new DeliveryException(
                DeliveryException.Reason.INVALID_DESTINATION,
                "there is no " + name + " any more: its connection has closed or deleted it");
    }

    private void created(Destination destination) {
        keep(destination, add(destination), 0);
    }

    /** Has the destination kept. Where the store cannot, it is asked again: consumers may be there, and transactions under way. */
    private void keep(Destination destination, Partition partition, long mark) {
        store.write(List.of(
                        new Change.PutDestination(new DestinationRecord(destination.id(), destination.name(), mark))))
                .whenComplete((done, failure) -> partition.lane().execute(() -> kept(destination, partition, failure)));
    }

    private void kept(Destination destination, Partition partition, Throwable failure) {
        partition.kept(failure == null);
        if (failure != null) {
            LOG.warn("cannot keep {}, trying again: {}", destination.name(), failure.getMessage());
            partition.lane().schedule(() -> keep(destination, partition, partition.markReached()), KEEP_RETRY_MILLIS);
        }
    }

    /** Makes a temporary destination of a connection. */
    public Destination createTemporary(boolean topic, String connection) {
        return destinations.createTemporary(topic, connection, this::add);
    }

    /** Takes in a destination that the store kept. */
    Partition restore(DestinationRecord kept) {
        destinations.restore(kept.id(), kept.name());
        return add(destinations.find(kept.name()).orElseThrow());
    }

    private Partition add(Destination destination) {
        Lane lane = lanes.of(destination.id());
        Undeliverable undeliverable = undeliverable(destination.name(), lane);
        if (destination.name().isQueue()) {
            return put(new QueuePartition(destination, lane, store, clock, undeliverable), destination);
        }
        TopicOrder order = wildcards.order();
        if (destination.name().isPattern()) {
            return put(new PatternPartition(destination, lane, store, clock, undeliverable, order), destination);
        }
        wildcards.join(
                destination.name(),
                feeds -> put(
                        new TopicPartition(destination, lane, store, clock, undeliverable, order, feeds), destination));
        return partitions.get(destination.id());
    }

    private Partition put(Partition partition, Destination destination) {
        partitions.put(destination.id(), partition);
        return partition;
    }

    private Undeliverable undeliverable(DestinationName name, Lane lane) {
        return name.isTemporary() || name.isDeadLetterQueue()
                ? Undeliverable.NEVER
                : new DeadLetters(name, lane, this, policies.of(name), clock);
    }

    /**
     * Deletes a temporary destination.
     *
     * @return fails with a {@link DeliveryException} if it has consumers
     */
    public CompletableFuture<Void> deleteTemporary(Destination destination) {
        Partition partition = partitions.get(destination.id());
        if (partition == null) {
            return CompletableFuture.completedFuture(null);
        }
        return partition.lane().call(() -> {
            if (consumers(partition) > 0) {
                throw new DeliveryException(
                        DeliveryException.Reason.ILLEGAL_STATE,
                        destination.name() + " has consumers; close them before it is deleted");
            }
            forget(destination);
            return null;
        });
    }

    private static int consumers(Partition partition) {
        return partition instanceof QueuePartition queue
                ? queue.queue().consumerCount()
                : ((SubscribedPartition) partition)
                        .subscriptions().stream()
                                .mapToInt(s -> s.queue.consumerCount())
                                .sum();
    }

    /** Forgets the temporary destinations of a connection that has ended, with their messages (6.2.2). */
    public void dropTemporaries(Collection<Destination> temporaries) {
        temporaries.forEach(this::forget);
    }

    private void forget(Destination destination) {
        destinations.remove(destination);
        Partition partition = partitions.remove(destination.id());
        if (partition != null) {
            partition.lane().run(partition::end);
        }
    }

    /** All of them, in no order. */
    public Collection<Partition> all() {
        return partitions.values();
    }

    /** Notes in the store that nothing is delivered any more; after the last consumer is gone. Done once it is durable. */
    public CompletableFuture<Void> stopCleanly() {
        List<CompletableFuture<Void>> written = new ArrayList<>();
        for (Partition partition : partitions.values()) {
            written.add(partition
                    .lane()
                    .call(() -> cleanMarks(partition))
                    .thenCompose(changes ->
                            changes.isEmpty() ? CompletableFuture.completedFuture(null) : store.write(changes)));
        }
        return CompletableFuture.allOf(written.toArray(CompletableFuture[]::new));
    }

    private static List<Change> cleanMarks(Partition partition) {
        List<Change> marks = new ArrayList<>();
        if (partition instanceof QueuePartition queue) {
            addIfAny(queue.queue().cleanMark(), marks);
        } else if (partition instanceof SubscribedPartition topic) {
            topic.subscriptions().stream()
                    .filter(Subscription::durable)
                    .forEach(s -> addIfAny(s.queue.cleanMark(), marks));
        }
        return marks;
    }

    private static void addIfAny(Change change, List<Change> changes) {
        if (change != null) {
            changes.add(change);
        }
    }
}

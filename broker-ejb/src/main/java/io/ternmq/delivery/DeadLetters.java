package io.ternmq.delivery;

import io.ternmq.message.DestinationName;
import io.ternmq.message.MessageHeader;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.store.Change;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what was delivered in vain too often to the dead-letter queue of its queue, which is made when it is first needed: one unit
 * of the store, so that the message is in exactly one of the two. It carries why, where, when and how often as properties, and
 * does not expire there.
 */
final class DeadLetters implements Undeliverable {

    /** What the name of a dead-letter queue begins with. */
    static final String PREFIX = "DLQ.";

    /** How often a message is delivered before it is given up. */
    static final int MAX_DELIVERIES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int RETRY_MILLIS = 1000;

    private final QueuePartition from;
    private final Partitions partitions;
    private final Clock clock;

    DeadLetters(QueuePartition from, Partitions partitions, Clock clock) {
        this.from = from;
        this.partitions = partitions;
        this.clock = clock;
    }

    static boolean isDeadLetterQueue(DestinationName name) {
        return name.name().startsWith(PREFIX);
    }

    @Override
    public boolean isUndeliverable(Entry entry) {
        return entry.deliveryCount >= MAX_DELIVERIES
                && from.destination().name().name().length() <= DestinationName.MAX_LENGTH - PREFIX.length();
    }

    @Override
    public void bury(Entry entry, Reservation done, Runnable moved, Runnable failed) {
        Removal removal = new Removal(done, moved);
        Partition to;
        BrokerMessage letter;
        try {
            DestinationName name =
                    DestinationName.queue(PREFIX + from.destination().name().name());
            to = partitions.of(partitions.destination(name));
            letter = withReason(entry);
        } catch (RuntimeException e) {
            removal.abandon();
            stays(e, failed);
            return;
        }
        UnitOfWork unit = new UnitOfWork(from.store());
        unit.send(to, List.of(letter));
        unit.add(new UnitOfWork.Part(from.lane(), () -> List.of(removal)));
        unit.commit().whenComplete((kept, failure) -> {
            if (failure != null) {
                stays(failure, failed);
            }
        });
    }

    private void stays(Throwable reason, Runnable failed) {
        LOG.warn(
                "cannot move a message of {} to its dead-letter queue: {}",
                from.destination().name(),
                reason.getMessage());
        from.lane().execute(() -> from.lane().schedule(failed, RETRY_MILLIS));
    }

    private BrokerMessage withReason(Entry entry) {
        BrokerMessage message = entry.message;
        MessageHeader header = message.decodedHeader();
        Map<String, Object> properties = new LinkedHashMap<>(header.properties());
        properties.put("JMS_ternmq_reason", "delivered " + entry.deliveryCount + " times without an acknowledgement");
        properties.put(
                "JMS_ternmq_originalDestination", from.destination().name().name());
        properties.put("JMS_ternmq_deliveryCount", entry.deliveryCount);
        properties.put("JMS_ternmq_deadAt", clock.millis());
        MessageHeader marked = new MessageHeader(
                header.messageId(),
                header.timestamp(),
                0,
                header.deliveryTime(),
                header.correlationId(),
                header.replyTo(),
                header.type(),
                header.bodyType(),
                header.nullBody(),
                properties);
        return new BrokerMessage(
                message.publisher(), message.persistent(), message.priority(), 0, 0, marked.encode(), message.body());
    }

    /** The removal from the old queue, a part of the same unit. */
    private record Removal(Reservation done, Runnable moved) implements Reservation {
        @Override
        public List<Change> changes() {
            return done.changes();
        }

        @Override
        public void commit() {
            done.commit();
            moved.run();
        }

        @Override
        public void abandon() {
            done.abandon();
        }
    }
}

package io.ternmq.delivery;

import io.ternmq.config.RedeliveryPolicy;
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
 * Says when what was delivered in vain comes again, and moves what was that too often to the dead-letter queue of the queue or topic
 * that it was sent to, which is made when it is first needed: one unit of the store, so that the message is in exactly one of the
 * two. It carries why, where, when and how often as properties, and does not expire there.
 */
final class DeadLetters implements Undeliverable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int RETRY_MILLIS = 1000;

    private final DestinationName destination;
    private final Lane lane;
    private final Partitions partitions;
    private final RedeliveryPolicy policy;
    private final Clock clock;

    /**
     * @param destination what is delivered from: a queue, a topic or a topic pattern
     * @param lane that of the destination
     */
    DeadLetters(DestinationName destination, Lane lane, Partitions partitions, RedeliveryPolicy policy, Clock clock) {
        this.destination = destination;
        this.lane = lane;
        this.partitions = partitions;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public boolean isUndeliverable(Entry entry) {
        return policy.isExhausted(entry.deliveryCount);
    }

    @Override
    public long delayMillis(Entry entry) {
        return policy.delayMillis(entry.deliveryCount);
    }

    /** Where the message was sent: a pattern has messages of many topics. */
    private DestinationName origin(Entry entry) {
        return entry.shared == null
                ? destination
                : entry.shared.topic.destination().name();
    }

    @Override
    public void bury(Entry entry, Reservation done, Runnable moved, Runnable failed) {
        Removal removal = new Removal(done, moved);
        Partition to;
        BrokerMessage letter;
        try {
            DestinationName name = DestinationName.queue(
                    DestinationName.DEAD_LETTER_PREFIX + origin(entry).name());
            to = partitions.of(partitions.destination(name));
            letter = withReason(entry);
        } catch (RuntimeException e) {
            removal.abandon();
            stays(e, failed);
            return;
        }
        UnitOfWork unit = new UnitOfWork(partitions.store());
        unit.send(to, List.of(letter));
        unit.add(new UnitOfWork.Part(lane, () -> List.of(removal)));
        unit.commit().whenComplete((kept, failure) -> {
            if (failure != null) {
                stays(failure, failed);
            }
        });
    }

    private void stays(Throwable reason, Runnable failed) {
        LOG.warn("cannot move a message of {} to its dead-letter queue: {}", destination, reason.getMessage());
        lane.execute(() -> lane.schedule(failed, RETRY_MILLIS));
    }

    private BrokerMessage withReason(Entry entry) {
        BrokerMessage message = entry.message;
        MessageHeader header = message.decodedHeader();
        Map<String, Object> properties = new LinkedHashMap<>(header.properties());
        properties.put("JMS_ternmq_reason", "delivered " + entry.deliveryCount + " times without an acknowledgement");
        properties.put("JMS_ternmq_originalDestination", origin(entry).name());
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

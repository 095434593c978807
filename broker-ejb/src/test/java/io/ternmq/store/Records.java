package io.ternmq.store;

import io.ternmq.message.BranchId;
import io.ternmq.message.DestinationName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Records for tests, and what a store holds as text that can be compared. */
final class Records {

    private Records() {}

    static StoredMessage message(long destination, long sequence) {
        return message(destination, sequence, ("body " + sequence).getBytes(StandardCharsets.UTF_8));
    }

    static StoredMessage message(long destination, long sequence, byte[] body) {
        byte[] header = ("header " + destination + "/" + sequence).getBytes(StandardCharsets.UTF_8);
        return new StoredMessage(destination, sequence, 4, 0, 0, 0, header, body);
    }

    /** Bytes that no compression shortens, the same for the same size. */
    static byte[] body(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        return body;
    }

    static DestinationRecord queue(long id) {
        return new DestinationRecord(id, DestinationName.queue("queue " + id), 0);
    }

    static DestinationRecord topic(long id) {
        return new DestinationRecord(id, DestinationName.topic("topic " + id), 0);
    }

    static SubscriptionRecord subscription(long id, long topic) {
        return new SubscriptionRecord(id, topic, "client", "subscription " + id, true, false, "a = 'ü'", 0, 0);
    }

    static UserRecord user(String name) {
        return new UserRecord(name, new byte[] {1, 2}, 4_096, new byte[] {3}, new byte[] {4}, "admin,send");
    }

    /** A prepared branch that sends to these destinations, and acknowledges message 7 of destination 1. */
    static BranchRecord branch(long id, Long... sends) {
        return branch(id, BranchRecord.State.PREPARED, 1_700_000_000_000L + id, List.of(sends));
    }

    static BranchRecord branch(long id, BranchRecord.State state, long since, List<Long> sends) {
        byte[] globalId = ("global " + id).getBytes(StandardCharsets.UTF_8);
        List<BranchRecord.Acknowledged> acknowledged =
                state == BranchRecord.State.PREPARED ? List.of(new BranchRecord.Acknowledged(1, 7, 0)) : List.of();
        return new BranchRecord(
                id, new BranchId(4_096, globalId, new byte[] {1}), "ann", state, since, sends, acknowledged);
    }

    static List<StoredMessage> messages(MessageStore store, long destination) {
        List<StoredMessage> all = new ArrayList<>();
        store.loadMessages(destination, all::add);
        return all;
    }

    static List<Long> sequences(MessageStore store, long destination) {
        return messages(store, destination).stream()
                .map(StoredMessage::sequence)
                .toList();
    }

    /** Everything a store holds of the destinations and subscriptions with ids up to that one. */
    static String dump(MessageStore store, long maxId) {
        StringBuilder out = new StringBuilder();
        store.loadDestinations().forEach(d -> out.append(d).append('\n'));
        store.loadSubscriptions().forEach(s -> out.append(s).append('\n'));
        store.loadUsers()
                .forEach(u -> out.append(u)
                        .append(u.iterations())
                        .append(Arrays.toString(u.storedKey()))
                        .append('\n'));
        store.loadBranches().forEach(b -> out.append(b).append('\n'));
        for (long id = 1; id <= maxId; id++) {
            store.loadMessages(id, m -> out.append(text(m)).append('\n'));
            store.loadEntries(id).forEach(e -> out.append(e).append('\n'));
        }
        return out.toString();
    }

    static String text(StoredMessage m) {
        return m.destinationId() + "/" + m.sequence() + " priority " + m.priority() + " expires " + m.expiresAt()
                + " due "
                + m.dueAt() + " count " + m.deliveryCount() + " header " + Arrays.hashCode(m.header()) + " body "
                + m.body().length + ":" + Arrays.hashCode(m.body());
    }
}

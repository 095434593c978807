package io.ternmq.store.memory;

import io.ternmq.store.BranchRecord;
import io.ternmq.store.Change;
import io.ternmq.store.DestinationRecord;
import io.ternmq.store.StoreException;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.SubscriptionEntry;
import io.ternmq.store.SubscriptionRecord;
import io.ternmq.store.UserRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What is kept, as sorted maps. Not safe for threads: the store guards it. A unit that fails is undone step by step. */
final class MemoryState {

    private final NavigableMap<Long, DestinationRecord> destinations = new TreeMap<>();
    private final NavigableMap<Long, SubscriptionRecord> subscriptions = new TreeMap<>();
    private final NavigableMap<String, UserRecord> users = new TreeMap<>();
    private final NavigableMap<Long, BranchRecord> branches = new TreeMap<>();
    private final Map<Long, NavigableMap<Long, StoredMessage>> messages = new HashMap<>();
    private final Map<Long, NavigableMap<Long, SubscriptionEntry>> entries = new HashMap<>();

    /** How to take back what the current unit has done, newest first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** @throws StoreException if the unit cannot be kept; nothing of it is then */
    void apply(List<Change> unit) {
        try {
            unit.forEach(this::apply);
        } catch (RuntimeException e) {
            undo.forEach(Runnable::run);
            throw e;
        } finally {
            undo.clear();
        }
    }

    List<DestinationRecord> destinations() {
        return List.copyOf(destinations.values());
    }

    List<SubscriptionRecord> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    List<UserRecord> users() {
        return List.copyOf(users.values());
    }

    /** By time; the sort is stable, so those of the same time stay in the order of their ids. */
    List<BranchRecord> branches() {
        return branches.values().stream()
                .sorted(Comparator.comparingLong(BranchRecord::since))
                .toList();
    }

    List<SubscriptionEntry> entries(long subscriptionId) {
        return List.copyOf(entries.getOrDefault(subscriptionId, new TreeMap<>()).values());
    }

    /** At most that many messages above that sequence. */
    List<StoredMessage> messages(long destinationId, long after, int limit) {
        return messages.getOrDefault(destinationId, new TreeMap<>()).tailMap(after, false).values().stream()
                .limit(limit)
                .toList();
    }

    private void apply(Change change) {
        if (change instanceof Change.Append c) {
            append(c.message());
        } else if (change instanceof Change.Remove c) {
            remove(messagesOf(c.destinationId()), c.sequence());
        } else if (change instanceof Change.RemoveUpTo c) {
            removeUpTo(messagesOf(c.destinationId()), c.sequence());
        } else if (change instanceof Change.Delivered c) {
            delivered(c);
        } else if (change instanceof Change.Mark c) {
            mark(c);
        } else if (change instanceof Change.PutDestination c) {
            put(destinations, c.destination().id(), c.destination());
        } else if (change instanceof Change.DropDestination c) {
            drop(c);
        } else if (change instanceof Change.PutSubscription c) {
            put(subscriptions, c.subscription().id(), c.subscription());
        } else if (change instanceof Change.DropSubscription c) {
            dropSubscription(c.subscriptionId());
        } else if (change instanceof Change.Cursor c) {
            cursor(c);
        } else if (change instanceof Change.SubscriptionMark c) {
            mark(c);
        } else if (change instanceof Change.PutEntry c) {
            put(entriesOf(c.entry().subscriptionId()), c.entry().sequence(), c.entry());
        } else if (change instanceof Change.PutBranch c) {
            put(branches, c.branch().id(), c.branch());
        } else if (change instanceof Change.DropBranch c) {
            dropBranch(c.branchId());
        } else if (change instanceof Change.PutUser c) {
            put(users, c.user().name(), c.user());
        } else if (change instanceof Change.DropUser c) {
            remove(users, c.name());
        } else {
            throw new IllegalArgumentException("no change that the store knows: " + change);
        }
    }

    private void append(StoredMessage message) {
        NavigableMap<Long, StoredMessage> kept = messagesOf(message.destinationId());
        if (kept.containsKey(message.sequence())) {
            throw new StoreException("a message cannot be kept: " + message + " is kept already");
        }
        put(kept, message.sequence(), message);
    }

    private void delivered(Change.Delivered change) {
        NavigableMap<Long, StoredMessage> kept = messagesOf(change.destinationId());
        StoredMessage m = kept.get(change.sequence());
        if (m != null) {
            put(kept, change.sequence(), m.delivered(change.deliveryCount(), change.dueAt()));
        }
    }

    private void mark(Change.Mark change) {
        DestinationRecord kept = destinations.get(change.destinationId());
        if (kept != null) {
            put(destinations, kept.id(), new DestinationRecord(kept.id(), kept.name(), change.sequence()));
        }
    }

    private void drop(Change.DropDestination change) {
        for (SubscriptionRecord subscription : subscriptions()) {
            if (subscription.topicId() == change.destinationId()) {
                dropSubscription(subscription.id());
            }
        }
        removeUpTo(messagesOf(change.destinationId()), Long.MAX_VALUE);
        remove(destinations, change.destinationId());
    }

    private void dropSubscription(long id) {
        removeUpTo(entriesOf(id), Long.MAX_VALUE);
        remove(subscriptions, id);
    }

    /** Branches come and go with each transaction, so nothing may stay of one, not even an empty map. */
    private void dropBranch(long id) {
        remove(messages, id);
        remove(branches, id);
    }

    private void cursor(Change.Cursor change) {
        SubscriptionRecord kept = subscriptions.get(change.subscriptionId());
        if (kept != null) {
            put(subscriptions, kept.id(), kept.at(change.sequence(), kept.mark()));
        }
        removeUpTo(entriesOf(change.subscriptionId()), change.sequence());
    }

    private void mark(Change.SubscriptionMark change) {
        SubscriptionRecord kept = subscriptions.get(change.subscriptionId());
        if (kept != null) {
            put(subscriptions, kept.id(), kept.at(kept.cursor(), change.sequence()));
        }
    }

    private NavigableMap<Long, StoredMessage> messagesOf(long destinationId) {
        return messages.computeIfAbsent(destinationId, id -> new TreeMap<>());
    }

    private NavigableMap<Long, SubscriptionEntry> entriesOf(long subscriptionId) {
        return entries.computeIfAbsent(subscriptionId, id -> new TreeMap<>());
    }

    private <K, V> void put(Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        undo.push(() -> restore(map, key, before));
    }

    private <K, V> void remove(Map<K, V> map, K key) {
        V before = map.remove(key);
        if (before != null) {
            undo.push(() -> map.put(key, before));
        }
    }

    private <V> void removeUpTo(NavigableMap<Long, V> map, long last) {
        for (long key : new ArrayList<>(map.headMap(last, true).keySet())) {
            remove(map, key);
        }
    }

    private static <K, V> void restore(Map<K, V> map, K key, V before) {
        if (before == null) {
            map.remove(key);
        } else {
            map.put(key, before);
        }
    }
}

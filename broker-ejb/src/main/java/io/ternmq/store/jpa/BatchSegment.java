package io.ternmq.store.jpa;

import io.ternmq.store.BranchRecord;
import io.ternmq.store.Change;
import io.ternmq.store.DestinationRecord;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.SubscriptionEntry;
import io.ternmq.store.SubscriptionRecord;
import io.ternmq.store.UserRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A run of changes brought to its net effect, for one pass over the tables: first what is put, then what is updated, then what is
 * removed. Per key the last one wins; a message that comes and goes within the run is never written.
 *
 * <p>{@link #accept} refuses a change whose place in that pass would be before something that came earlier and touches the same
 * rows (a message put again after its removal, say): the next segment takes it. So the net effect is that of the changes one by one.
 */
final class BatchSegment {

    final Map<Long, DestinationRecord> destinations = new LinkedHashMap<>();
    final Map<Long, Long> marks = new LinkedHashMap<>();
    final Map<Long, SubscriptionRecord> subscriptions = new LinkedHashMap<>();
    final Map<Long, Long> subscriptionMarks = new LinkedHashMap<>();
    final Map<Long, Long> cursors = new LinkedHashMap<>();
    final Map<MessageKey, SubscriptionEntry> entries = new LinkedHashMap<>();
    final Map<String, UserRecord> users = new LinkedHashMap<>();
    final Map<Long, BranchRecord> branches = new LinkedHashMap<>();
    final Map<MessageKey, StoredMessage> appends = new LinkedHashMap<>();
    final Map<MessageKey, Change.Delivered> delivered = new LinkedHashMap<>();

    final Set<MessageKey> removes = new HashSet<>();
    /** Came and went: no row, and none may have been there before. */
    final Set<MessageKey> cancelled = new HashSet<>();

    final Map<Long, Long> removesUpTo = new HashMap<>();
    final Map<Long, Long> entriesUpTo = new HashMap<>();
    final Set<Long> droppedDestinations = new HashSet<>();
    final Set<Long> droppedSubscriptions = new HashSet<>();
    final Set<Long> droppedBranches = new HashSet<>();
    final Set<String> droppedUsers = new HashSet<>();

    /**
     * Takes a change.
     *
     * @return false if it must go to the next segment
     * @throws DuplicateException if it appends what this segment appends already
     */
    boolean accept(Change change) {
        // A switch over the sealed type would be checked by the compiler, but Java 17 has patterns in instanceof only.
        if (change instanceof Change.Append c) {
            return append(c.message());
        } else if (change instanceof Change.Remove c) {
            return remove(new MessageKey(c.destinationId(), c.sequence()));
        } else if (change instanceof Change.RemoveUpTo c) {
            removesUpTo.merge(c.destinationId(), c.sequence(), Math::max);
            return true;
        } else if (change instanceof Change.Delivered c) {
            return delivered(c);
        } else if (change instanceof Change.Mark c) {
            return mark(c);
        } else if (change instanceof Change.PutDestination c) {
            return put(c.destination());
        } else if (change instanceof Change.DropDestination c) {
            droppedDestinations.add(c.destinationId());
            return true;
        } else if (change instanceof Change.PutSubscription c) {
            return put(c.subscription());
        } else if (change instanceof Change.DropSubscription c) {
            droppedSubscriptions.add(c.subscriptionId());
            return true;
        } else if (change instanceof Change.Cursor c) {
            return cursor(c);
        } else if (change instanceof Change.SubscriptionMark c) {
            return mark(c);
        } else if (change instanceof Change.PutEntry c) {
            return put(c.entry());
        } else if (change instanceof Change.PutBranch c) {
            return put(c.branch());
        } else if (change instanceof Change.DropBranch c) {
            branches.remove(c.branchId());
            droppedBranches.add(c.branchId());
            return true;
        } else if (change instanceof Change.PutUser c) {
            droppedUsers.remove(c.user().name());
            users.put(c.user().name(), c.user());
            return true;
        } else if (change instanceof Change.DropUser c) {
            users.remove(c.name());
            droppedUsers.add(c.name());
            return true;
        }
        throw new IllegalArgumentException("no change that the store knows: " + change);
    }

    /** Whether nothing is to be written, so that no transaction has to be made durable. */
    boolean changesNothing() {
        return appends.isEmpty()
                && removes.isEmpty()
                && branches.isEmpty()
                && droppedBranches.isEmpty()
                && changesNoMessageState()
                && changesNoDefinition();
    }

    private boolean changesNoMessageState() {
        return delivered.isEmpty()
                && marks.isEmpty()
                && subscriptionMarks.isEmpty()
                && cursors.isEmpty()
                && entries.isEmpty()
                && removesUpTo.isEmpty()
                && entriesUpTo.isEmpty();
    }

    /** Whether no destination, subscription or user is put or dropped: what the persistence context is not asked for. */
    boolean changesNoDefinition() {
        return destinations.isEmpty()
                && subscriptions.isEmpty()
                && users.isEmpty()
                && droppedDestinations.isEmpty()
                && droppedSubscriptions.isEmpty()
                && droppedUsers.isEmpty();
    }

    private boolean append(StoredMessage message) {
        MessageKey key = new MessageKey(message.destinationId(), message.sequence());
        if (removes.contains(key)
                || cancelled.contains(key)
                || isUpTo(removesUpTo, key)
                || droppedDestinations.contains(key.ownerId())
                || droppedBranches.contains(key.ownerId())) {
            return false;
        }
        if (appends.putIfAbsent(key, message) != null) {
            throw new DuplicateException(message);
        }
        delivered.remove(key); // it was told of a message that was not there yet
        return true;
    }

    private boolean remove(MessageKey key) {
        if (appends.remove(key) == null) {
            removes.add(key);
        } else {
            cancelled.add(key);
        }
        delivered.remove(key);
        return true;
    }

    private boolean delivered(Change.Delivered change) {
        MessageKey key = new MessageKey(change.destinationId(), change.sequence());
        StoredMessage waiting = appends.get(key);
        if (waiting == null) {
            delivered.put(key, change);
        } else {
            appends.put(key, waiting.delivered(change.deliveryCount(), change.dueAt()));
        }
        return true;
    }

    private boolean mark(Change.Mark change) {
        DestinationRecord waiting = destinations.get(change.destinationId());
        if (waiting == null) {
            marks.put(change.destinationId(), change.sequence());
        } else {
            destinations.put(waiting.id(), new DestinationRecord(waiting.id(), waiting.name(), change.sequence()));
        }
        return true;
    }

    private boolean put(DestinationRecord destination) {
        if (droppedDestinations.contains(destination.id())) {
            return false;
        }
        marks.remove(destination.id());
        destinations.put(destination.id(), destination);
        return true;
    }

    private boolean put(SubscriptionRecord subscription) {
        // Another topic's drop does not touch it, but which topic it had before is not known here.
        if (droppedSubscriptions.contains(subscription.id()) || !droppedDestinations.isEmpty()) {
            return false;
        }
        cursors.remove(subscription.id());
        subscriptionMarks.remove(subscription.id());
        subscriptions.put(subscription.id(), subscription);
        return true;
    }

    private boolean cursor(Change.Cursor change) {
        entriesUpTo.merge(change.subscriptionId(), change.sequence(), Math::max);
        SubscriptionRecord waiting = subscriptions.get(change.subscriptionId());
        if (waiting == null) {
            cursors.put(change.subscriptionId(), change.sequence());
        } else {
            subscriptions.put(waiting.id(), waiting.at(change.sequence(), waiting.mark()));
        }
        return true;
    }

    private boolean mark(Change.SubscriptionMark change) {
        SubscriptionRecord waiting = subscriptions.get(change.subscriptionId());
        if (waiting == null) {
            subscriptionMarks.put(change.subscriptionId(), change.sequence());
        } else {
            subscriptions.put(waiting.id(), waiting.at(waiting.cursor(), change.sequence()));
        }
        return true;
    }

    private boolean put(SubscriptionEntry entry) {
        MessageKey key = new MessageKey(entry.subscriptionId(), entry.sequence());
        if (isUpTo(entriesUpTo, key)
                || droppedSubscriptions.contains(key.ownerId())
                || !droppedDestinations.isEmpty()) {
            return false;
        }
        entries.put(key, entry);
        return true;
    }

    private boolean put(BranchRecord branch) {
        if (droppedBranches.contains(branch.id())) {
            return false;
        }
        branches.put(branch.id(), branch);
        return true;
    }

    private static boolean isUpTo(Map<Long, Long> bounds, MessageKey key) {
        if (bounds.isEmpty()) {
            return false;
        }
        Long bound = bounds.get(key.ownerId());
        return bound != null && key.sequence() <= bound;
    }
}

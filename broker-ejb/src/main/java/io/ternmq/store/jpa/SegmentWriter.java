package io.ternmq.store.jpa;

import io.ternmq.store.DestinationRecord;
import io.ternmq.store.SubscriptionRecord;
import io.ternmq.store.UserRecord;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;

/**
 * Writes one segment, in the order that {@link BatchSegment} counts on. What is defined now and then goes by entities and JPQL; what
 * happens for every message goes by {@link SegmentStatements} in the same transaction.
 */
final class SegmentWriter {

    private final EntityManager entities;
    private final SegmentStatements statements;

    SegmentWriter(EntityManager entities, SegmentStatements statements) {
        this.entities = entities;
        this.statements = statements;
    }

    void write(BatchSegment segment) throws SQLException {
        statements.checkCancelled(segment.cancelled);
        if (!segment.changesNoDefinition()) {
            putDefinitions(segment);
        }
        statements.putBranches(segment.branches.values());
        statements.append(segment.appends.values());
        statements.delivered(segment.delivered.values());
        statements.marks(segment.marks);
        statements.subscriptionMarks(segment.subscriptionMarks);
        statements.cursors(segment.cursors);
        statements.putEntries(segment.entries.values());
        statements.remove(segment.removes);
        statements.removeUpTo(segment.removesUpTo);
        statements.removeEntriesUpTo(segment.entriesUpTo);
        statements.dropBranches(segment.droppedBranches);
        if (!segment.changesNoDefinition()) {
            dropDefinitions(segment);
        }
    }

    private void putDefinitions(BatchSegment segment) {
        for (DestinationRecord destination : segment.destinations.values()) {
            entities.merge(DestinationEntity.of(destination));
        }
        for (SubscriptionRecord subscription : segment.subscriptions.values()) {
            entities.merge(SubscriptionEntity.of(subscription));
        }
        for (UserRecord user : segment.users.values()) {
            entities.merge(UserEntity.of(user));
        }
        // The statements beside must see the rows, and later segments must not see these objects.
        entities.flush();
        entities.clear();
    }

    private void dropDefinitions(BatchSegment segment) {
        for (String name : segment.droppedUsers) {
            entities.createQuery("DELETE FROM BrokerUser u WHERE u.name = :name")
                    .setParameter("name", name)
                    .executeUpdate();
        }
        for (long id : segment.droppedSubscriptions) {
            drop("DELETE FROM Entry e WHERE e.subscriptionId = :id", id);
            drop("DELETE FROM Subscription s WHERE s.id = :id", id);
        }
        for (long id : segment.droppedDestinations) {
            for (long subscription : entities.createQuery(
                            "SELECT s.id FROM Subscription s WHERE s.topicId = :id", Long.class)
                    .setParameter("id", id)
                    .getResultList()) {
                drop("DELETE FROM Entry e WHERE e.subscriptionId = :id", subscription);
            }
            drop("DELETE FROM Subscription s WHERE s.topicId = :id", id);
            drop("DELETE FROM Chunk c WHERE c.destinationId = :id", id);
            drop("DELETE FROM Message m WHERE m.destinationId = :id", id);
            drop("DELETE FROM Destination d WHERE d.id = :id", id);
        }
    }

    private void drop(String jpql, long id) {
        entities.createQuery(jpql).setParameter("id", id).executeUpdate();
    }
}

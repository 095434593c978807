package io.ternmq.store.jpa;

import io.ternmq.store.SubscriptionEntry;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** The row of an exception above a subscription's cursor. */
@Entity(name = "Entry")
@Table(name = "subscription_entry")
@IdClass(EntryEntity.Identity.class)
class EntryEntity {

    @Id
    @Column(name = "subscription_id")
    long subscriptionId;

    @Id
    long sequence;

    boolean done;

    @Column(name = "delivery_count")
    int deliveryCount;

    @Column(name = "due_at")
    long dueAt;

    SubscriptionEntry toRecord() {
        return new SubscriptionEntry(subscriptionId, sequence, done, deliveryCount, dueAt);
    }

    /** The identity as JPA wants it. */
    static class Identity implements Serializable {

        private static final long serialVersionUID = 1L;

        long subscriptionId;
        long sequence;

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity that && that.subscriptionId == subscriptionId && that.sequence == sequence;
        }

        @Override
        public int hashCode() {
            return Objects.hash(subscriptionId, sequence);
        }
    }
}

package io.ternmq.store.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** A row a message. Queries take its columns, never the object: what is kept must not pass a persistence context. */
@Entity(name = "Message")
@Table(name = "message")
@IdClass(MessageEntity.Identity.class)
class MessageEntity {

    @Id
    @Column(name = "destination_id")
    long destinationId;

    @Id
    long sequence;

    int priority;

    @Column(name = "expires_at")
    long expiresAt;

    @Column(name = "due_at")
    long dueAt;

    @Column(name = "delivery_count")
    int deliveryCount;

    @Column(name = "body_size")
    int bodySize;

    byte[] header;

    byte[] body;

    /** The identity as JPA wants it. */
    static class Identity implements Serializable {

        private static final long serialVersionUID = 1L;

        long destinationId;
        long sequence;

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity that && that.destinationId == destinationId && that.sequence == sequence;
        }

        @Override
        public int hashCode() {
            return Objects.hash(destinationId, sequence);
        }
    }
}

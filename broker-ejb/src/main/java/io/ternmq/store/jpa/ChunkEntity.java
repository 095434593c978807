package io.ternmq.store.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** A piece of a body that is too large for one row. */
@Entity(name = "Chunk")
@Table(name = "message_chunk")
@IdClass(ChunkEntity.Identity.class)
class ChunkEntity {

    @Id
    @Column(name = "destination_id")
    long destinationId;

    @Id
    long sequence;

    @Id
    int part;

    byte[] bytes;

    /** The identity as JPA wants it. */
    static class Identity implements Serializable {

        private static final long serialVersionUID = 1L;

        long destinationId;
        long sequence;
        int part;

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity that
                    && that.destinationId == destinationId
                    && that.sequence == sequence
                    && that.part == part;
        }

        @Override
        public int hashCode() {
            return Objects.hash(destinationId, sequence, part);
        }
    }
}

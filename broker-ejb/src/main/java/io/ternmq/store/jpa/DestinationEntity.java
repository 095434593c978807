package io.ternmq.store.jpa;

import io.ternmq.message.DestinationName;
import io.ternmq.store.DestinationRecord;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A destination's row. */
@Entity(name = "Destination")
@Table(name = "destination")
class DestinationEntity {

    @Id
    long id;

    int kind;

    String name;

    long mark;

    static DestinationEntity of(DestinationRecord destination) {
        DestinationEntity entity = new DestinationEntity();
        entity.id = destination.id();
        entity.kind = destination.name().kind().code();
        entity.name = destination.name().name();
        entity.mark = destination.mark();
        return entity;
    }

    DestinationRecord toRecord() {
        return new DestinationRecord(id, new DestinationName(DestinationName.Kind.ofCode(kind), name), mark);
    }
}

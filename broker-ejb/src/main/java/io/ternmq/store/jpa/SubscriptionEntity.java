package io.ternmq.store.jpa;

import io.ternmq.store.SubscriptionRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A durable subscription's row. */
@Entity(name = "Subscription")
@Table(name = "subscription")
class SubscriptionEntity {

    @Id
    long id;

    @Column(name = "topic_id")
    long topicId;

    @Column(name = "client_id")
    String clientId;

    String name;

    boolean shared;

    @Column(name = "no_local")
    boolean noLocal;

    String selector;

    @Column(name = "cursor_at")
    long cursor;

    long mark;

    static SubscriptionEntity of(SubscriptionRecord subscription) {
        SubscriptionEntity entity = new SubscriptionEntity();
        entity.id = subscription.id();
        entity.topicId = subscription.topicId();
        entity.clientId = subscription.clientId();
        entity.name = subscription.name();
        entity.shared = subscription.shared();
        entity.noLocal = subscription.noLocal();
        entity.selector = subscription.selector();
        entity.cursor = subscription.cursor();
        entity.mark = subscription.mark();
        return entity;
    }

    SubscriptionRecord toRecord() {
        return new SubscriptionRecord(id, topicId, clientId, name, shared, noLocal, selector, cursor, mark);
    }
}

package io.ternmq.boot;

import io.ternmq.config.BrokerConfig;
import io.ternmq.store.MessageStore;

/** placeholder */
final class StoreFactory {
    static MessageStore create(BrokerConfig config) {
        throw new UnsupportedOperationException();
    }
}

package io.ternmq.store.memory;

import io.ternmq.store.MessageStore;
import io.ternmq.store.MessageStoreContract;

class MemoryMessageStoreTest extends MessageStoreContract {

    private final MessageStore store = new MemoryMessageStore();

    @Override
    protected MessageStore newStore() {
        return store;
    }
}

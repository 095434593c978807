package io.ternmq.store.jpa;

import io.ternmq.config.BrokerConfig;
import io.ternmq.store.MessageStore;
import io.ternmq.store.MessageStoreContract;
import io.ternmq.store.PostgresServer;
import java.nio.file.Path;

class PostgresMessageStoreTest extends MessageStoreContract {

    private final String url = PostgresServer.newDatabase();

    @Override
    protected MessageStore newStore() {
        BrokerConfig.Store store = new BrokerConfig.Store(url, PostgresServer.USER, null);
        return JpaMessageStore.of(BrokerConfig.of(Path.of("unused")).withStore(store));
    }
}

package io.ternmq.store.jpa;

import io.ternmq.config.BrokerConfig;
import io.ternmq.store.MessageStore;
import io.ternmq.store.MessageStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteMessageStoreTest extends MessageStoreContract {

    @TempDir
    Path data;

    @Override
    protected MessageStore newStore() {
        return JpaMessageStore.of(BrokerConfig.of(data));
    }
}

package io.ternmq.boot;

import io.ternmq.config.BrokerConfig;
import io.ternmq.security.Authenticator;
import io.ternmq.security.LoginPool;
import io.ternmq.security.ScramVerifier;
import io.ternmq.security.users.FirstAdmin;
import io.ternmq.security.users.StoreAuthenticator;
import io.ternmq.store.MessageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users of the store, the first of them made if there is none, and the threads that check their passwords. */
record Users(Authenticator authenticator, LoginPool pool) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    /** How many logins may wait; at some ten milliseconds each the last one waits a few seconds. */
    private static final int WAITING_LOGINS = 500;

    /**
     * @param store open
     * @throws IOException with one line if the first password cannot be written
     */
    static Users of(BrokerConfig config, MessageStore store) throws IOException {
        StoreAuthenticator users = new StoreAuthenticator(store, config.anonymous(), ScramVerifier.DEFAULT_ITERATIONS);
        users.load();
        Path password = new FirstAdmin(users, config.data()).makeIfNeeded();
        if (password != null) {
            LOG.info("the first start: the password of the user {} is in {}", FirstAdmin.NAME, password);
        }
        int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2); // the other half is for messages
        return new Users(users, new LoginPool(atOnce, WAITING_LOGINS));
    }

    /** Where logins run. */
    Executor logins() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}

package io.ternmq.boot;

import io.ternmq.config.BrokerConfig;
import io.ternmq.security.Authenticator;
import io.ternmq.security.Identity;
import io.ternmq.store.MessageStore;
import java.util.Optional;
import java.util.concurrent.Executor;

/** placeholder */
record Users(Authenticator authenticator, Executor logins) implements AutoCloseable {
    static Users of(BrokerConfig config, MessageStore store) {
        return new Users(
                new Authenticator() {
                    @Override
                    public Optional<Identity> authenticate(String user, char[] password) {
                        return Optional.of(new Identity(user, java.util.Set.of("admin")));
                    }

                    @Override
                    public boolean allowsAnonymous() {
                        return config.anonymous();
                    }
                },
                Runnable::run);
    }

    @Override
    public void close() {}
}

package io.ternmq.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens the store before each test of a contract, and closes it behind. */
abstract class StoreContract {

    MessageStore store;

    /** A store over the same data in every call within one test, and over empty data in the first; not opened. */
    protected abstract MessageStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
        store.open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    void reopen() {
        store.close();
        open();
    }

    void write(Change... changes) {
        await(store.write(List.of(changes)));
    }

    static void await(CompletableFuture<Void> done) {
        done.orTimeout(1, TimeUnit.MINUTES).join();
    }
}

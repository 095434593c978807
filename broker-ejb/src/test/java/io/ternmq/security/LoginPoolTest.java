package io.ternmq.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginPoolTest {

    private final LoginPool pool = new LoginPool(2, 3);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void endAll() {
        end.countDown();
        pool.close();
    }

    @Test
    void shouldRunSoManyAtOnceAndLetSoManyWait() {
        for (int i = 0; i < 5; i++) {
            pool.execute(this::login);
        }

        await().until(() -> running.get() == 2);
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> pool.execute(this::login))
                .withMessage("too many logins at once (3 wait); try again in a moment");
        assertThat(running).hasValue(2);

        end.countDown();
        await().until(() -> done.get() == 5);
        pool.execute(this::login);
        await().until(() -> done.get() == 6);
    }

    @Test
    void shouldGoOnAfterALoginThatFailed() {
        AtomicInteger uncaught = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            pool.execute(() -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> uncaught.incrementAndGet());
                throw new IllegalStateException("a fault");
            });
        }

        await().until(() -> uncaught.get() == 3);
        end.countDown();
        pool.execute(this::login);
        await().until(() -> done.get() == 1);
    }

    @Test
    void shouldTakeNothingOnceItIsClosed() {
        pool.close();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> pool.execute(this::login))
                .withMessage("the broker is stopping");
    }

    private void login() {
        running.incrementAndGet();
        try {
            end.await();
            done.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
    }
}

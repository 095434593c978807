package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FailureReportsTest {

    private final Callbacks callbacks = new Callbacks();
    private final FailureReports reports = new FailureReports(callbacks);

    @AfterEach
    void close() {
        callbacks.close();
    }

    @Test
    void shouldTellOfOneFailureAtATimeInOrder() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> told = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(50);
        reports.listener(failure -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            told.add(failure.getMessage());
            running.decrementAndGet();
            all.countDown();
            if (told.size() == 10) {
                throw new IllegalStateException("the listener fails on purpose");
            }
        });

        for (int i = 0; i < 50; i++) {
            reports.report(new JMSException("f" + i));
        }

        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(1);
        assertThat(told).startsWith("f0", "f1", "f2").endsWith("f48", "f49");
    }

    @Test
    void shouldGoOnOnceAListenerIsSet() throws InterruptedException {
        reports.report(new JMSException("to the log"));
        CountDownLatch told = new CountDownLatch(1);
        reports.listener(failure -> told.countDown());

        reports.report(new JMSException("to the listener"));

        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    }
}

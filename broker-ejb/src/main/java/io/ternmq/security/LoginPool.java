package io.ternmq.security;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs logins off the event loops: a few threads, because each login costs milliseconds of a processor, and a bounded queue, because
 * a flood of them must cost those who make it and nobody else. Thread-safe. Its threads end when nothing is to do, and with the JVM.
 */
public final class LoginPool implements Executor, AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final int waiting;
    private final ThreadPoolExecutor threads;

    /**
     * @param atOnce logins that are checked at the same time, at least 1
     * @param waiting logins that wait at most, at least 1
     */
    public LoginPool(int atOnce, int waiting) {
        this.waiting = waiting;
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                atOnce, atOnce, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, "tern-login-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs the login soon.
     *
     * @throws RejectedExecutionException with a reason for the one who logs in, if too many wait or the pool is closed
     */
    @Override
    public void execute(Runnable login) {
        try {
            threads.execute(login);
        } catch (RejectedExecutionException e) {
            throw new RejectedExecutionException(
                    threads.isShutdown()
                            ? "the broker is stopping"
                            : "too many logins at once (" + waiting + " wait); try again in a moment",
                    e);
        }
    }

    /** Takes no more logins and drops those that wait. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

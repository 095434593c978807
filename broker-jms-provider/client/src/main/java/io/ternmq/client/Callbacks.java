package io.ternmq.client;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a connection that run its completion and exception listeners: daemons, there only while they are needed. */
final class Callbacks implements Executor {

    private static final long IDLE_SECONDS = 5;

    private final AtomicInteger numbers = new AtomicInteger();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "tern-callback-" + numbers.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Ends the threads once their tasks are done. */
    void close() {
        pool.shutdown();
    }
}

package io.ternmq.management;

import io.ternmq.delivery.Partitions;
import io.ternmq.delivery.QueuePartition;
import io.ternmq.metrics.Rate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at every queue's counts once a second, on a thread of its own, and knows how fast they grow. Thread-safe. */
public final class RateSampler implements AutoCloseable {

    private final Partitions partitions;
    private final Map<Long, Pair> pairs = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tern-rates");
        thread.setDaemon(true);
        return thread;
    });

    /** Does not begin before {@link #start}. */
    public RateSampler(Partitions partitions) {
        this.partitions = partitions;
    }

    /**
     * How fast a queue's counts grow.
     *
     * @param enqueued messages a second that came in
     * @param dequeued messages a second that were acknowledged
     */
    public record Rates(double enqueued, double dequeued) {}

    private static final class Pair {
        private final Rate enqueued = new Rate();
        private final Rate dequeued = new Rate();

        private synchronized void sample(QueuePartition queue, long nanoTime) {
            enqueued.sample(queue.counters().enqueued(), nanoTime);
            dequeued.sample(queue.counters().dequeued(), nanoTime);
        }

        private synchronized Rates rates() {
            return new Rates(enqueued.perSecond(), dequeued.perSecond());
        }
    }

    /** Begins. */
    public void start() {
        timer.scheduleAtFixedRate(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    private void sample() {
        long now = System.nanoTime();
        Set<Long> present = new HashSet<>();
        partitions.all().forEach(partition -> {
            if (partition instanceof QueuePartition queue) {
                present.add(queue.destination().id());
                pairs.computeIfAbsent(queue.destination().id(), id -> new Pair())
                        .sample(queue, now);
            }
        });
        pairs.keySet().retainAll(present);
    }

    Rates of(long destinationId) {
        Pair pair = pairs.get(destinationId);
        return pair == null ? new Rates(0, 0) : pair.rates();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

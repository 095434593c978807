package io.ternmq.management;

/**
 * A queue as an administrator sees it.
 *
 * @param name its name
 * @param temporary whether it belongs to a connection
 * @param depth messages that wait or are held by consumers
 * @param inFlight of these, how many consumers hold
 * @param consumers how many there are
 * @param enqueued since the start of the broker
 * @param dequeued acknowledged since the start of the broker
 * @param expired since the start of the broker
 * @param enqueueRate messages a second, over the last ten seconds
 * @param dequeueRate messages a second, over the last ten seconds
 */
public record QueueView(
        String name,
        boolean temporary,
        long depth,
        long inFlight,
        int consumers,
        long enqueued,
        long dequeued,
        long expired,
        double enqueueRate,
        double dequeueRate) {}

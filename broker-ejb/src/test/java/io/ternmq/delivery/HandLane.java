package io.ternmq.delivery;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/** A lane and a clock moved by hand: tasks run when the test says so, on the test's thread. */
final class HandLane extends Clock implements Lane {

    /** What the clock shows at first, ms. */
    static final long BEGINNING = 1_000_000;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timed> timed = new PriorityQueue<>(Comparator.comparingLong(Timed::at));
    private final Thread owner = Thread.currentThread();
    private long now = BEGINNING;

    private record Timed(long at, Runnable task) {}

    @Override
    public boolean inLane() {
        return Thread.currentThread() == owner;
    }

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Runnable schedule(Runnable task, long delayMillis) {
        Timed scheduled = new Timed(now + delayMillis, task);
        timed.add(scheduled);
        return () -> timed.remove(scheduled);
    }

    /** How many tasks wait for their time. */
    int scheduled() {
        return timed.size();
    }

    /** Runs what waits, and what that brings. */
    void runAll() {
        for (Runnable task = poll(); task != null; task = poll()) {
            task.run();
        }
    }

    private synchronized Runnable poll() {
        return tasks.poll();
    }

    /** Lets time pass. */
    void advance(long millis) {
        long end = now + millis;
        while (!timed.isEmpty() && timed.peek().at <= end) {
            Timed next = timed.poll();
            now = Math.max(now, next.at);
            next.task.run();
            runAll();
        }
        now = end;
    }

    @Override
    public long millis() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

package io.ternmq.client.transport;

import io.netty.channel.Channel;
import io.ternmq.wire.Frame;
import io.ternmq.wire.FrameCodec;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The way of frames from application threads to the event loop: a queue that one task empties with one flush, whatever number
 * of threads filled it meanwhile. Order of a thread's frames is kept.
 */
final class Outbox {

    /** Above so many bytes senders wait. */
    static final long ROOM = 1024 * 1024;

    /**
     * A frame on its way.
     *
     * @param number its request, 0 for none
     * @param reply where its answer goes, or null
     */
    record Item(Frame frame, long number, CompletableFuture<Frame> reply, int bytes) {}

    private final Queue<Item> items = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final ReentrantLock roomLock = new ReentrantLock();
    private final Condition room = roomLock.newCondition();
    private final Channel channel;
    private final Consumer<Item> onWrite;
    private volatile boolean ended;

    /** @param onWrite told on the event loop of each frame before it is written */
    Outbox(Channel channel, Consumer<Item> onWrite) {
        this.channel = channel;
        this.onWrite = onWrite;
    }

    /** Adds a frame. Returns false if the outbox has ended. */
    boolean add(Frame frame, long number, CompletableFuture<Frame> reply) {
        if (ended) {
            return false;
        }
        Item item = new Item(frame, number, reply, FrameCodec.sizeHint(frame));
        waitingBytes.addAndGet(item.bytes());
        items.add(item);
        if (ended && items.remove(item)) { // it came behind the last look of end()
            return false;
        }
        flush();
        return true;
    }

    private void flush() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::writeAll);
            } catch (RejectedExecutionException e) {
                if (!ended) {
                    throw e;
                } // else the loops stopped behind the connection's end, which fails what is left here
            }
        }
    }

    private void writeAll() {
        scheduled.set(false); // before the queue is read: what is added from now on schedules the next task
        boolean any = false;
        for (Item item = items.poll(); item != null; item = items.poll()) {
            waitingBytes.addAndGet(-item.bytes());
            onWrite.accept(item);
            channel.write(item.frame(), channel.voidPromise());
            any = true;
        }
        if (any) {
            channel.flush();
            signalRoom();
        }
    }

    /**
     * Waits while more is on its way than is good.
     *
     * @return false if that took longer than the time
     */
    boolean awaitRoom(long timeoutMillis) throws InterruptedException {
        if (hasRoom()) {
            return true;
        }
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        roomLock.lockInterruptibly();
        try {
            while (!hasRoom()) {
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
            return true;
        } finally {
            roomLock.unlock();
        }
    }

    private boolean hasRoom() {
        return ended || waitingBytes.get() < ROOM && channel.isWritable();
    }

    /** Wakes those that wait for room; called when the channel becomes writable. */
    void signalRoom() {
        roomLock.lock();
        try {
            room.signalAll();
        } finally {
            roomLock.unlock();
        }
    }

    /** Takes no more frames and hands out those that were not written. */
    void end(Consumer<Item> unwritten) {
        ended = true;
        for (Item item = items.poll(); item != null; item = items.poll()) {
            unwritten.accept(item);
        }
        signalRoom();
    }
}

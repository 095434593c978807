package io.ternmq.delivery;

import io.ternmq.metrics.Counters;
import io.ternmq.store.BranchRecord.Acknowledged;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Matches ready messages with consumers' credit, and takes back what consumers did not acknowledge. A queue is one, a subscription
 * is one. All of it happens in the lane's turn.
 *
 * <p>Between turns this holds: no consumer that has credit wants a message that is ready, unless the dispatch mark is
 * awaited or the consumer's connection has enough to send as it is.
 */
final class DeliveryQueue {

    private final Lane lane;
    private final MessageStore store;
    private final Clock clock;
    private final Settlement settlement;
    private final DispatchMark mark;
    private final Timetable timetable;
    private final Undeliverable undeliverable;
    private final Backlog backlog = new Backlog();
    private final List<LaneConsumer> consumers = new ArrayList<>();
    private final Counters counters = new Counters();
    private int turn;
    private int held;
    private int moving; // to the dead-letter queue: neither here any more nor there yet
    private boolean awaitingMark;

    DeliveryQueue(Lane lane, MessageStore store, Clock clock, Settlement settlement, Undeliverable undeliverable) {
        this.lane = lane;
        this.store = store;
        this.clock = clock;
        this.settlement = settlement;
        this.undeliverable = undeliverable;
        this.mark = new DispatchMark(lane, store, settlement, this::markMoved);
        this.timetable = new Timetable(lane, clock, this::due, this::expireIfWaiting);
    }

    Counters counters() {
        return counters;
    }

    /** Messages that wait, delayed ones included, or are held, or are on the way to the dead-letter queue. */
    int depth() {
        return backlog.size() + timetable.delayed() + held + moving;
    }

    int held() {
        return held;
    }

    int consumerCount() {
        return consumers.size();
    }

    Backlog backlog() {
        return backlog;
    }

    void forEachHeld(Consumer<Entry> each) {
        consumers.forEach(consumer -> consumer.inFlight.forEach(each));
    }

    /** Takes in a new message. */
    void arrive(Entry entry) {
        counters.enqueued(1);
        restore(entry);
    }

    /** Takes in a message that was there before: it is not counted as new. */
    void restore(Entry entry) {
        timetable.watchExpiry(entry);
        if (entry.dueAt > clock.millis()) {
            timetable.delay(entry);
        } else {
            makeReady(entry);
        }
    }

    private void due(Entry entry) {
        timetable.watchExpiry(entry); // its time may have come before it was due
        makeReady(entry);
    }

    private void makeReady(Entry entry) {
        backlog.add(entry);
        int count = consumers.size();
        for (int i = 0; i < count && !awaitingMark; i++) {
            LaneConsumer consumer = consumers.get((turn + i) % count);
            if (consumer.canTake() && consumer.wants(entry)) {
                turn = (turn + i + 1) % count;
                deliver(consumer, entry);
                return;
            }
        }
    }

    void attach(LaneConsumer consumer) {
        if (consumer.selector != null) {
            consumer.scan = backlog.scan(consumer::wants);
        }
        consumer.attached = true;
        consumers.add(consumer);
    }

    /** Ends a consumer. What it holds and the application saw stays with it, to be settled or released later. */
    void detach(LaneConsumer consumer, Ranges seen) {
        if (consumer.attached) { // else it is a holder, see assign
            consumer.attached = false;
            consumer.credit = 0;
            consumer.draining = false;
            consumers.remove(consumer);
            if (consumer.scan != null) {
                backlog.end(consumer.scan);
            }
        }
        List<Entry> unseen = new ArrayList<>();
        for (long number = consumer.inFlight.oldest(); number < consumer.inFlight.next(); number++) {
            Entry entry = seen.contain(number) ? null : consumer.inFlight.take(number);
            if (entry != null) {
                unseen.add(entry);
            }
        }
        takeBack(unseen);
        dispatch();
    }

    void credit(LaneConsumer consumer, int more, boolean drain) {
        if (!consumer.attached) {
            return;
        }
        consumer.credit = (int) Math.min((long) consumer.credit + more, Integer.MAX_VALUE);
        consumer.draining |= drain;
        resume(consumer);
    }

    /** Goes on with a consumer that has credit or whose connection can take more. */
    void resume(LaneConsumer consumer) {
        while (consumer.canTake() && deliverNext(consumer)) {
            // until one of them has no more
        }
        answerDrain(consumer);
    }

    private void answerDrain(LaneConsumer consumer) {
        if (consumer.draining && !awaitingMark && (consumer.credit == 0 || consumer.out.isReady())) {
            consumer.drained();
        }
    }

    private void markMoved() {
        awaitingMark = false;
        dispatch();
    }

    /** Gives what is ready to whoever has credit, one message each in turn. */
    private void dispatch() {
        boolean progress = !awaitingMark && !backlog.isEmpty();
        while (progress) {
            progress = false;
            for (int i = 0; i < consumers.size(); i++) {
                LaneConsumer consumer = consumers.get(i);
                progress |= consumer.canTake() && deliverNext(consumer);
            }
        }
        if (!awaitingMark) {
            consumers.forEach(this::answerDrain);
        }
    }

    /** Delivers the next message that the consumer wants; false if there is none, or none now. */
    private boolean deliverNext(LaneConsumer consumer) {
        while (!awaitingMark) {
            Entry entry = backlog.next(consumer.scan);
            if (entry == null) {
                return false;
            }
            if (deliver(consumer, entry)) {
                return true;
            }
        }
        return false;
    }

    private boolean deliver(LaneConsumer consumer, Entry entry) {
        if (entry.message.expiresAt() != 0 && entry.isExpired(clock.millis())) {
            expire(entry);
            return false;
        }
        if (undeliverable.isUndeliverable(entry)) { // it has come to its limit by ends of the broker
            backlog.remove(entry);
            bury(entry);
            return false;
        }
        if (settlement.isStored(entry) && !mark.covers(entry.sequence)) {
            awaitingMark = true;
            return false;
        }
        backlog.remove(entry);
        held++;
        consumer.credit--;
        long number = consumer.inFlight.add(entry);
        consumer.out.deliver(
                consumer.session,
                consumer.number,
                number,
                entry.deliveryCount + 1,
                settlement.sentTo(entry),
                entry.message);
        return true;
    }

    private void expireIfWaiting(Entry entry) {
        if (entry.ready || entry.delayed) {
            expire(entry);
        }
    }

    private void expire(Entry entry) {
        if (entry.ready) {
            backlog.remove(entry);
        } else {
            timetable.endDelay(entry);
        }
        timetable.forget(entry);
        counters.expired(1);
        Reservation done = settlement.done(List.of(entry));
        if (done.changes().isEmpty()) {
            done.commit();
        } else { // if that fails it expires again after the next start
            store.write(done.changes()).whenComplete((kept, failure) -> lane.execute(done::commit));
        }
    }

    private void bury(Entry entry) {
        moving++;
        undeliverable.bury(
                entry,
                settlement.done(List.of(entry)),
                () -> {
                    moving--;
                    counters.dequeued(1);
                    timetable.forget(entry);
                },
                () -> {
                    moving--;
                    restore(entry);
                });
    }

    /** Acknowledged messages; unknown numbers are passed over, for they may have been settled before. */
    Reservation settle(LaneConsumer consumer, Ranges ranges) {
        List<Entry> entries = take(consumer, ranges);
        return settle(entries, () -> giveBack(entries));
    }

    /** Takes deliveries from the consumer that holds them: they are nobody's until they are settled or given back. */
    List<Entry> take(LaneConsumer consumer, Ranges ranges) {
        List<Entry> entries = new ArrayList<>();
        long[] bounds = ranges.bounds();
        for (int i = 0; i < bounds.length; i += 2) {
            long first = Math.max(bounds[i], consumer.inFlight.oldest());
            long last = Math.min(bounds[i + 1], consumer.inFlight.next() - 1);
            for (long number = first; number <= last; number++) {
                Entry entry = consumer.inFlight.take(number);
                if (entry != null) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    /** Takes waiting messages out, as if they were delivered now and so often before. */
    List<Entry> takeOut(Map<Long, Integer> deliveryCounts) {
        List<Entry> found = new ArrayList<>();
        backlog.forEach(Integer.MAX_VALUE, entry -> {
            Integer before = deliveryCounts.get(entry.sequence);
            if (before != null) {
                entry.deliveryCount = before;
                found.add(entry);
            }
        });
        found.forEach(backlog::remove);
        for (Entry entry : timetable.delayed(e -> deliveryCounts.containsKey(e.sequence))) { // the clock went back
            entry.deliveryCount = deliveryCounts.get(entry.sequence);
            timetable.endDelay(entry);
            found.add(entry);
        }
        held += found.size();
        return found;
    }

    /** Those of them that the store has. */
    List<Acknowledged> kept(List<Entry> entries) {
        return entries.stream()
                .filter(settlement::isStored)
                .map(entry -> new Acknowledged(settlement.ownerId(), entry.sequence, entry.deliveryCount))
                .toList();
    }

    /** Gives back what was taken: it was delivered in vain. */
    void giveBack(List<Entry> entries) {
        giveUp(entries);
        dispatch();
    }

    /** @param abandoned what becomes of the messages if the store refuses it */
    Reservation settle(List<Entry> entries, Runnable abandoned) {
        Reservation done = settlement.done(entries);
        return new Reservation() {
            @Override
            public List<Change> changes() {
                return done.changes();
            }

            @Override
            public void commit() {
                done.commit();
                held -= entries.size();
                counters.dequeued(entries.size());
                entries.forEach(timetable::forget);
            }

            @Override
            public void abandon() {
                done.abandon();
                abandoned.run();
            }
        };
    }

    /** Hands deliveries over to a holder, which is never attached; those that the consumer does not hold are passed over. */
    void assign(LaneConsumer consumer, long first, int count, LaneConsumer holder, long number) {
        List<Entry> refused = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Entry entry = consumer.inFlight.take(first + i);
            if (entry != null && !holder.inFlight.add(entry, number + i)) {
                refused.add(entry);
            }
        }
        if (!refused.isEmpty()) {
            takeBack(refused);
            dispatch();
        }
    }

    /** Takes back all that the consumer holds, and its credit. What was seen counts as delivered once more. */
    void release(LaneConsumer consumer, Ranges seen) {
        consumer.credit = 0;
        consumer.draining = false;
        List<Entry> delivered = new ArrayList<>();
        List<Entry> unseen = new ArrayList<>();
        for (long number = consumer.inFlight.oldest(); number < consumer.inFlight.next(); number++) {
            Entry entry = consumer.inFlight.take(number);
            if (entry != null) {
                (seen.contain(number) ? delivered : unseen).add(entry);
            }
        }
        giveUp(delivered);
        takeBack(unseen);
        dispatch();
    }

    /** The consumer's connection is lost: it may have seen all that it holds. */
    void lost(LaneConsumer consumer) {
        detach(consumer, new Ranges(new long[] {1, Long.MAX_VALUE}));
        release(consumer, new Ranges(new long[] {1, Long.MAX_VALUE}));
    }

    private void takeBack(List<Entry> entries) {
        held -= entries.size();
        for (int i = entries.size() - 1; i >= 0; i--) { // the last first: each is then put in near the front
            backlog.add(entries.get(i));
            timetable.watchExpiry(entries.get(i)); // its time may have come while it was held
        }
    }

    /** Takes back messages that were delivered in vain; each waits by its own count, and none for another. */
    private void giveUp(List<Entry> entries) {
        List<Change> changes = new ArrayList<>();
        List<Entry> again = new ArrayList<>();
        for (Entry entry : entries) {
            entry.deliveryCount++;
            boolean exhausted = undeliverable.isUndeliverable(entry);
            long delay = exhausted ? 0 : undeliverable.delayMillis(entry);
            entry.dueAt = delay == 0 ? 0 : clock.millis() + delay;
            if (settlement.isStored(entry)) {
                changes.add(settlement.delivered(entry));
            }
            if (exhausted) {
                held--;
                bury(entry);
            } else if (delay > 0) {
                held--;
                restore(entry);
            } else {
                again.add(entry);
            }
        }
        if (!changes.isEmpty()) {
            store.write(changes); // if that fails, the dispatch mark still says that they were delivered
        }
        takeBack(again);
    }

    /** It is no more: nothing waits here, and no time is kept. What consumers hold can still be settled. */
    void end() {
        timetable.end();
        backlog.clear();
    }

    /** Up to where the store's dispatch mark may be. */
    long markReached() {
        return mark.reached();
    }

    /** The change that says that nothing is delivered any more, for a clean stop; null if there is nothing to say. */
    Change cleanMark() {
        return mark.clean();
    }
}

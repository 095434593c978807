package io.ternmq.delivery;

import io.ternmq.metrics.Counters;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Matches ready messages with consumers' credit; what they hold is with its {@link Holdings}. A queue is one, a subscription is one.
 * All of it happens in the lane's turn.
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
    private final Holdings holdings;
    private int turn;
    private boolean awaitingMark;

    DeliveryQueue(Lane lane, MessageStore store, Clock clock, Settlement settlement, Undeliverable undeliverable) {
        this.lane = lane;
        this.store = store;
        this.clock = clock;
        this.settlement = settlement;
        this.undeliverable = undeliverable;
        this.mark = new DispatchMark(lane, store, settlement, this::markMoved);
        this.timetable = new Timetable(lane, clock, this::due, this::expireIfWaiting);
        this.holdings =
                new Holdings(store, clock, settlement, undeliverable, backlog, timetable, counters, this::restore);
    }

    Counters counters() {
        return counters;
    }

    /** Messages that wait, delayed ones included, or are held, or are on the way to the dead-letter queue. */
    int depth() {
        return backlog.size() + timetable.delayed() + holdings.held() + holdings.moving();
    }

    Holdings holdings() {
        return holdings;
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
        holdings.takeBack(unseen);
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
            holdings.bury(entry);
            return false;
        }
        if (settlement.isStored(entry) && !mark.covers(entry.sequence)) {
            awaitingMark = true;
            return false;
        }
        backlog.remove(entry);
        holdings.add(1);
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

    /** Acknowledged messages; unknown numbers are passed over, for they may have been settled before. */
    Reservation settle(LaneConsumer consumer, Ranges ranges) {
        List<Entry> entries = consumer.inFlight.take(ranges);
        return holdings.settle(entries, () -> giveBack(entries));
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
        holdings.add(found.size());
        return found;
    }

    /** Gives back what was taken: it was delivered in vain. */
    void giveBack(List<Entry> entries) {
        holdings.giveUp(entries);
        dispatch();
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
            holdings.takeBack(refused);
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
        holdings.giveUp(delivered);
        holdings.takeBack(unseen);
        dispatch();
    }

    /** The consumer's connection is lost: it may have seen all that it holds. */
    void lost(LaneConsumer consumer) {
        detach(consumer, new Ranges(new long[] {1, Long.MAX_VALUE}));
        release(consumer, new Ranges(new long[] {1, Long.MAX_VALUE}));
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

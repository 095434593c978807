package io.ternmq.delivery;

import io.ternmq.selector.Selector;

/** A consumer as its lane sees it: credit, and what it holds. */
final class LaneConsumer {

    final Outbound out;
    final int session;
    final int number;
    final InFlight inFlight = new InFlight();
    /** What it picks from the backlog by; null if it takes everything. */
    final Selector selector;

    Backlog.Scan scan;
    int credit;
    boolean draining;
    boolean attached;

    LaneConsumer(Outbound out, int session, int number, Selector selector) {
        this.out = out;
        this.session = session;
        this.number = number;
        this.selector = selector;
    }

    boolean canTake() {
        return credit > 0 && out.isReady();
    }

    boolean wants(Entry entry) {
        return selector == null || selector.matches(entry.message);
    }

    void drained() {
        draining = false;
        credit = 0;
        out.drained(session, number);
    }
}

package io.ternmq.delivery;

import java.time.Clock;
import java.util.List;

/** A browser of a queue: copies of what was ready when it was opened (4.1.6), less what has expired or gone since. Thread-safe. */
public final class Browser {

    private final Lane lane;
    private final Clock clock;
    private final List<Entry> entries;
    private final Outbound out;
    private final int session;
    private final int number;
    private int at;
    private long credit;
    private boolean asked;
    private long delivery;

    Browser(Lane lane, Clock clock, List<Entry> entries, Outbound out, int session, int number) {
        this.lane = lane;
        this.clock = clock;
        this.entries = entries;
        this.out = out;
        this.session = session;
        this.number = number;
    }

    /** Sends so many more; {@link Outbound#drained} follows the last one there is. */
    public void credit(int more) {
        lane.run(() -> {
            credit += more;
            asked = true;
            send();
        });
    }

    /** The connection takes more again. */
    public void resume() {
        lane.run(this::send);
    }

    private void send() {
        long now = clock.millis();
        for (; credit > 0 && at < entries.size() && out.isReady(); at++) {
            Entry entry = entries.get(at);
            if (entry.ready && !entry.isExpired(now)) {
                out.deliver(session, number, ++delivery, entry.deliveryCount + 1, null, entry.message);
                credit--;
            }
        }
        if (at == entries.size() && asked) {
            asked = false;
            credit = 0;
            out.drained(session, number);
        }
    }
}

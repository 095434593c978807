package io.ternmq.store.jpa;

import io.ternmq.store.Change;
import java.util.ArrayList;
import java.util.List;

/** What a batch of units comes down to: segments, written in their order in one transaction. Nearly always it is one. */
final class BatchPlan {

    private final List<BatchSegment> segments = new ArrayList<>(1);

    private BatchPlan() {}

    /** @throws DuplicateException if two units append the same message */
    static BatchPlan of(List<Unit> units) {
        BatchPlan plan = new BatchPlan();
        BatchSegment open = plan.next();
        for (Unit unit : units) {
            for (Change change : unit.changes()) {
                if (!open.accept(change)) {
                    open = plan.next();
                    open.accept(change);
                }
            }
        }
        return plan;
    }

    List<BatchSegment> segments() {
        return segments;
    }

    /** Whether nothing has to be made durable: everything that came has gone again. */
    boolean changesNothing() {
        return segments.stream().allMatch(BatchSegment::changesNothing);
    }

    private BatchSegment next() {
        BatchSegment segment = new BatchSegment();
        segments.add(segment);
        return segment;
    }
}

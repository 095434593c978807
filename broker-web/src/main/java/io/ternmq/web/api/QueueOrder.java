package io.ternmq.web.api;

import io.ternmq.management.QueueView;
import io.ternmq.web.problem.RefusedException;
import java.util.Comparator;
import java.util.Map;

/** What a list of queues can be ordered by. */
final class QueueOrder {

    private static final Comparator<QueueView> BY_NAME = Comparator.comparing(QueueView::name);

    private static final Map<String, Comparator<QueueView>> BY = Map.of(
            "name", BY_NAME,
            "depth", Comparator.comparingLong(QueueView::depth),
            "inFlight", Comparator.comparingLong(QueueView::inFlight),
            "consumers", Comparator.comparingInt(QueueView::consumers),
            "enqueued", Comparator.comparingLong(QueueView::enqueued),
            "dequeued", Comparator.comparingLong(QueueView::dequeued),
            "expired", Comparator.comparingLong(QueueView::expired),
            "enqueueRate", Comparator.comparingDouble(QueueView::enqueueRate),
            "dequeueRate", Comparator.comparingDouble(QueueView::dequeueRate));

    private QueueOrder() {}

    /**
     * The order that a query parameter names: a property, with {@code -} before it from the largest; equal ones by name.
     *
     * @param parameter null for by name
     * @throws RefusedException if there is no such order
     */
    static Comparator<QueueView> of(String parameter) {
        if (parameter == null || parameter.isEmpty()) {
            return BY_NAME;
        }
        boolean descending = parameter.startsWith("-");
        Comparator<QueueView> order = BY.get(descending ? parameter.substring(1) : parameter);
        if (order == null) {
            throw RefusedException.badRequest("'sort' is one of "
                    + String.join(", ", BY.keySet().stream().sorted().toList())
                    + ", with '-' before it from the largest");
        }
        return (descending ? order.reversed() : order).thenComparing(BY_NAME);
    }
}

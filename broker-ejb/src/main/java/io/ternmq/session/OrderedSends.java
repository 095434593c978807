package io.ternmq.session;

import io.ternmq.delivery.Partition;
import io.ternmq.routing.BrokerMessage;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the order of a session's sends over topics that somebody consumes by a pattern: they are on several lanes, and a client does not
 * wait for its non-persistent sends. One of those has to be taken in before the next goes to another lane. A persistent one is not
 * waited for, since its client waits by itself or has asked not to. Belongs to the connection's thread.
 */
final class OrderedSends {

    private static final CompletableFuture<Void> NONE = CompletableFuture.completedFuture(null);

    private CompletableFuture<Void> passed = NONE; // done once the sends before have gone where they have to go
    private Partition last; // where all that is not passed yet went directly; null if some of it waits

    /** Passes a message on, or has it wait for those before it. What comes of it is what {@link Partition#send} gives. */
    CompletableFuture<Void> send(Partition to, BrokerMessage message) {
        boolean idle = passed.isDone();
        if (idle && !to.isOrderedWithOthers()) {
            return to.send(message);
        }
        if (idle || to == last) {
            CompletableFuture<Void> sent = to.send(message);
            if (!message.persistent()) {
                passed = ended(sent);
                last = to;
            }
            return sent;
        }
        CompletableFuture<CompletableFuture<Void>> passing = passed.thenApply(done -> to.send(message));
        passed = ended(passing.thenCompose(sent -> message.persistent() ? NONE : sent));
        last = null;
        return passing.thenCompose(sent -> sent);
    }

    private static CompletableFuture<Void> ended(CompletableFuture<Void> sent) {
        return sent.handle((done, failure) -> null);
    }
}

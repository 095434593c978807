package io.ternmq.store.jpa;

import io.ternmq.store.Change;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Changes that are written all or none, and the future of who asked.
 *
 * @param bytes what they hold of headers and bodies, and about what they hold of branches' lists
 */
record Unit(List<Change> changes, long bytes, CompletableFuture<Void> done) {

    static Unit of(List<Change> changes) {
        List<Change> copy = List.copyOf(changes);
        long bytes = 0;
        for (Change change : copy) {
            if (change instanceof Change.Append append) {
                bytes += append.message().header().length + append.message().body().length;
            } else if (change instanceof Change.PutBranch put) {
                bytes += put.branch().sends().size()
                        + 2L * put.branch().acknowledged().size();
            }
        }
        return new Unit(copy, bytes, new CompletableFuture<>());
    }
}

package io.ternmq.management;

import io.ternmq.session.tx.XaBranches;
import io.ternmq.session.tx.XaException;
import io.ternmq.store.BranchRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What an administrator sees and does of distributed transactions. */
final class Transactions {

    private static final int PATIENCE_SECONDS = 30;

    private final XaBranches branches;

    Transactions(XaBranches branches) {
        this.branches = branches;
    }

    List<TransactionView> all() {
        return branches.all().stream().map(Transactions::view).toList();
    }

    boolean end(long id, TransactionEnd end) {
        Optional<BranchRecord> found =
                branches.all().stream().filter(record -> record.id() == id).findFirst();
        found.ifPresent(record -> await(
                switch (end) {
                    case COMMIT -> branches.endByHand(record.branch(), true);
                    case ROLL_BACK -> branches.endByHand(record.branch(), false);
                    case FORGET -> branches.forgetByHand(record.branch());
                }));
        return found.isPresent();
    }

    private static void await(CompletableFuture<Integer> work) {
        try {
            work.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a transaction was ended", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof XaException refusal) {
                throw new ManagementException(refusal.getMessage());
            }
            throw new IllegalStateException("a transaction could not be ended", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("a transaction did not end within " + PATIENCE_SECONDS + " s", e);
        }
    }

    private static TransactionView view(BranchRecord record) {
        return new TransactionView(
                record.id(),
                record.branch().toString(),
                record.user(),
                record.state().name(),
                record.since(),
                record.sends().size(),
                record.acknowledged().size());
    }
}

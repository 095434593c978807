package io.ternmq.store;

import static io.ternmq.store.Records.branch;
import static io.ternmq.store.Records.message;
import static io.ternmq.store.Records.messages;
import static io.ternmq.store.Records.queue;
import static io.ternmq.store.Records.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.message.BranchId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every {@link MessageStore} promises of the branches of distributed transactions. */
abstract class BranchContract extends StoreContract {

    @Test
    void shouldKeepEveryFieldOfABranch() {
        BranchRecord full = new BranchRecord(
                Long.MAX_VALUE,
                new BranchId(Integer.MAX_VALUE, Records.body(64), Records.body(64)),
                "jörg",
                BranchRecord.State.PREPARED,
                1_800_000_000_123L,
                List.of(9L, 9L, 2L, Long.MAX_VALUE, 1L),
                List.of(
                        new BranchRecord.Acknowledged(3, 100, 0),
                        new BranchRecord.Acknowledged(3, 101, 9),
                        new BranchRecord.Acknowledged(Long.MAX_VALUE, 1, 0),
                        new BranchRecord.Acknowledged(2, Long.MAX_VALUE, Integer.MAX_VALUE)));
        BranchRecord bare = new BranchRecord(
                1,
                new BranchId(0, new byte[] {0}, new byte[0]),
                "",
                BranchRecord.State.ROLLED_BACK,
                0,
                List.of(),
                List.of());

        write(new Change.PutBranch(full), new Change.PutBranch(bare));
        reopen();

        assertThat(store.loadBranches()).containsExactly(bare, full);
    }

    @Test
    void shouldTellBranchesInTheOrderOfTheirTimeThenOfTheirIds() {
        BranchRecord late = branch(3, BranchRecord.State.PREPARED, 20, List.of());
        BranchRecord early = branch(9, BranchRecord.State.COMMITTED, 10, List.of());
        BranchRecord sameTime = branch(5, BranchRecord.State.ROLLED_BACK, 20, List.of());

        write(new Change.PutBranch(sameTime), new Change.PutBranch(late), new Change.PutBranch(early));

        assertThat(store.loadBranches()).containsExactly(early, late, sameTime);
    }

    @Test
    void shouldKeepABranchWithItsMessagesBesideTheDestinations() {
        byte[] large = Records.body(600_000);
        write(
                new Change.PutDestination(queue(1)),
                new Change.PutBranch(branch(8, 1L, 1L)),
                new Change.Append(message(8, 1)),
                new Change.Append(message(8, 2, large)));
        reopen();

        assertThat(store.loadBranches()).containsExactly(branch(8, 1L, 1L));
        assertThat(sequences(store, 8)).containsExactly(1L, 2L);
        assertThat(messages(store, 8).get(1).body()).isEqualTo(large);
        assertThat(store.loadDestinations()).containsExactly(queue(1));
        assertThat(messages(store, 1)).isEmpty();
    }

    @Test
    void shouldCommitABranchInOneUnit() {
        write(new Change.Append(message(1, 7)), new Change.Append(message(1, 8)));
        write(
                new Change.PutBranch(branch(8, 1L, 2L)),
                new Change.Append(message(8, 1)),
                new Change.Append(message(8, 2)));

        write(
                new Change.Append(message(1, 9)),
                new Change.Append(message(2, 1)),
                new Change.Remove(1, 7),
                new Change.DropBranch(8));
        reopen();

        assertThat(store.loadBranches()).isEmpty();
        assertThat(messages(store, 8)).isEmpty();
        assertThat(sequences(store, 1)).containsExactly(8L, 9L);
        assertThat(sequences(store, 2)).containsExactly(1L);
    }

    @Test
    void shouldDropABranchWithItsMessagesAlone() {
        byte[] large = Records.body(600_000);
        for (long id = 7; id <= 9; id++) {
            write(
                    new Change.PutBranch(branch(id, 1L, 1L)),
                    new Change.Append(message(id, 1)),
                    new Change.Append(message(id, 2, large)));
        }

        write(new Change.DropBranch(8), new Change.DropBranch(99));
        reopen();

        assertThat(store.loadBranches()).containsExactly(branch(7, 1L, 1L), branch(9, 1L, 1L));
        assertThat(messages(store, 8)).isEmpty();
        assertThat(sequences(store, 7)).containsExactly(1L, 2L);
        assertThat(messages(store, 9).get(1).body()).isEqualTo(large);
        write(new Change.Append(message(8, 2, large)));
        assertThat(messages(store, 8).get(0).body()).isEqualTo(large);
    }

    @Test
    void shouldKeepTheMemoryOfABranchThatAnAdministratorEnded() {
        write(
                new Change.PutBranch(branch(8, 1L, 1L)),
                new Change.Append(message(8, 1)),
                new Change.Append(message(8, 2, Records.body(600_000))));
        BranchRecord ended = branch(8, BranchRecord.State.COMMITTED, 1_800_000_000_000L, List.of());

        write(
                new Change.Append(message(1, 1)),
                new Change.Append(message(1, 2)),
                new Change.PutBranch(ended),
                new Change.RemoveUpTo(8, 2));
        reopen();

        assertThat(store.loadBranches()).containsExactly(ended);
        assertThat(messages(store, 8)).isEmpty();
        assertThat(sequences(store, 1)).containsExactly(1L, 2L);
        write(new Change.DropBranch(8));
        assertThat(store.loadBranches()).isEmpty();
    }

    @Test
    void shouldTakeABranchThatComesGoesAndComesInOneUnit() {
        write(
                new Change.PutBranch(branch(8, 1L, 1L)),
                new Change.Append(message(8, 1)),
                new Change.Append(message(8, 2)),
                new Change.DropBranch(8),
                new Change.PutBranch(branch(8, 2L)),
                new Change.Append(message(8, 1, new byte[] {7})));
        reopen();

        assertThat(store.loadBranches()).containsExactly(branch(8, 2L));
        assertThat(messages(store, 8))
                .singleElement()
                .satisfies(m -> assertThat(m.body()).containsExactly(7));
        write(new Change.PutBranch(branch(9)), new Change.DropBranch(9), new Change.DropBranch(8));
        assertThat(store.loadBranches()).isEmpty();
        assertThat(messages(store, 8)).isEmpty();
    }

    @Test
    void shouldKeepNeitherABranchNorItsMessagesOfAUnitThatFails() {
        write(new Change.Append(message(1, 5)));

        CompletableFuture<Void> bad = store.write(List.of(
                new Change.PutBranch(branch(8, 1L)),
                new Change.Append(message(8, 1)),
                new Change.Append(message(1, 5))));

        assertThatThrownBy(() -> await(bad)).hasCauseInstanceOf(StoreException.class);
        reopen();
        assertThat(store.loadBranches()).isEmpty();
        assertThat(messages(store, 8)).isEmpty();
        assertThat(sequences(store, 1)).containsExactly(5L);
    }

    @Test
    void shouldKeepABranchWholeWhenItsCommitFails() {
        byte[] large = Records.body(600_000);
        write(
                new Change.PutBranch(branch(8, 1L, 1L)),
                new Change.Append(message(8, 1)),
                new Change.Append(message(8, 2, large)),
                new Change.Append(message(1, 5)),
                new Change.Append(message(1, 7)));

        CompletableFuture<Void> bad = store.write(List.of(
                new Change.Append(message(1, 8)),
                new Change.Remove(1, 7),
                new Change.DropBranch(8),
                new Change.PutBranch(branch(9)),
                new Change.DropDestination(3),
                new Change.PutBranch(branch(8)),
                new Change.Append(message(1, 5))));

        assertThatThrownBy(() -> await(bad)).hasCauseInstanceOf(StoreException.class);
        assertThat(store.loadBranches()).containsExactly(branch(8, 1L, 1L));
        assertThat(sequences(store, 8)).containsExactly(1L, 2L);
        assertThat(messages(store, 8).get(1).body()).isEqualTo(large);
        assertThat(sequences(store, 1)).containsExactly(5L, 7L);

        // Tried again, it takes all parts of the large body with it.
        write(new Change.Append(message(1, 8)), new Change.Remove(1, 7), new Change.DropBranch(8));
        write(new Change.Append(message(8, 2, large)));
        assertThat(store.loadBranches()).isEmpty();
        assertThat(sequences(store, 8)).containsExactly(2L);
        assertThat(sequences(store, 1)).containsExactly(5L, 8L);
    }
}

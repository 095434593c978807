package io.ternmq.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.config.BrokerConfig;
import io.ternmq.store.jpa.JpaMessageStore;
import io.ternmq.store.memory.MemoryMessageStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real stores bring a batch to its net effect, the memory applies one change after the other: after the same random units, in
 * which keys meet again and again, all hold the same, and the same units have failed.
 */
class StoreEquivalenceTest {

    private static final int KEYS = 4;

    @TempDir
    Path data;

    @Test
    void shouldHoldWhatOneChangeAfterTheOtherLeavesBehindOnSqlite() {
        compare(JpaMessageStore.of(BrokerConfig.of(data)), 400);
    }

    @Test
    void shouldHoldWhatOneChangeAfterTheOtherLeavesBehindOnPostgres() {
        BrokerConfig.Store store = new BrokerConfig.Store(PostgresServer.newDatabase(), PostgresServer.USER, null);
        compare(JpaMessageStore.of(BrokerConfig.of(data).withStore(store)), 150);
    }

    private static void compare(MessageStore real, int rounds) {
        Random random = new Random(20_261_125);
        try (MessageStore model = new MemoryMessageStore();
                real) {
            model.open();
            real.open();
            for (int round = 0; round < rounds; round++) {
                List<List<Change>> units = units(random);
                List<CompletableFuture<Void>> expected =
                        units.stream().map(model::write).toList();
                List<CompletableFuture<Void>> actual =
                        units.stream().map(real::write).toList();

                assertThat(failures(actual)).as("round %d: %s", round, units).isEqualTo(failures(expected));
                if (round % 10 == 9) {
                    assertThat(Records.dump(real, KEYS)).as("round %d", round).isEqualTo(Records.dump(model, KEYS));
                }
            }
        }
    }

    private static List<Boolean> failures(List<CompletableFuture<Void>> writes) {
        List<Boolean> failures = new ArrayList<>();
        for (CompletableFuture<Void> write : writes) {
            failures.add(write.handle((done, failure) -> failure != null)
                    .orTimeout(1, TimeUnit.MINUTES)
                    .join());
        }
        return failures;
    }

    private static List<List<Change>> units(Random random) {
        List<List<Change>> units = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            List<Change> unit = new ArrayList<>();
            int changes = 1 + random.nextInt(5);
            for (int j = 0; j < changes; j++) {
                unit.add(change(random));
            }
            units.add(unit);
        }
        return units;
    }

    private static Change change(Random random) {
        long id = 1 + random.nextInt(KEYS);
        long sequence = 1 + random.nextInt(8);
        String name = "user " + id;
        return switch (random.nextInt(23)) {
            case 0, 1, 2, 3 -> new Change.Append(Records.message(id, sequence, Records.body(random.nextInt(100))));
            case 4 -> new Change.Append(Records.message(id, sequence, Records.body(300_000)));
            case 5, 6, 7 -> new Change.Remove(id, sequence);
            case 8 -> new Change.RemoveUpTo(id, sequence / 2);
            case 9 -> new Change.Delivered(id, sequence, random.nextInt(10), random.nextInt(3));
            case 10 -> new Change.Mark(id, sequence);
            case 11 ->
                new Change.PutDestination(
                        random.nextBoolean()
                                ? Records.queue(id)
                                : new DestinationRecord(id, Records.topic(id).name(), sequence));
            case 12 -> new Change.DropDestination(id);
            case 13 -> new Change.PutSubscription(Records.subscription(id, 1 + random.nextInt(KEYS)));
            case 14 -> new Change.DropSubscription(id);
            case 15 -> new Change.Cursor(id, sequence / 2);
            case 16 -> new Change.SubscriptionMark(id, sequence);
            case 17, 18 ->
                new Change.PutEntry(new SubscriptionEntry(
                        id, sequence, random.nextBoolean(), random.nextInt(5), random.nextInt(3)));
            case 19, 20 ->
                new Change.PutBranch(Records.branch(
                        id,
                        random.nextBoolean() ? BranchRecord.State.PREPARED : BranchRecord.State.COMMITTED,
                        random.nextInt(3),
                        List.of(sequence)));
            case 21 -> new Change.DropBranch(id);
            default -> random.nextBoolean() ? new Change.PutUser(Records.user(name)) : new Change.DropUser(name);
        };
    }
}

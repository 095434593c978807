package io.ternmq.store.jpa;

import com.sun.management.OperatingSystemMXBean;
import io.ternmq.config.BrokerConfig;
import io.ternmq.message.BranchId;
import io.ternmq.store.BranchRecord;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import io.ternmq.store.PostgresServer;
import io.ternmq.store.StoredMessage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How many 1-KiB messages a second the store appends and removes, durably, and what processor time
 * one takes, which a busy machine does not spoil. Not a test: run its main method, with the folder for the data
 * as argument and, for PostgreSQL, the word postgres behind it.
 *
 * <p>"In flight" is how many writes wait at once, each a message of its own; a message is removed {@link #LAG} messages after it came, so
 * that it has been written before. "A unit" is a transaction of that many appends and as many removals, one at a time.
 * "Branches" are distributed transactions that append and remove a message each: prepared, then committed.
 */
public final class StoreBenchmark {

    private static final int LAG = 20_000;
    private static final int BODY_BYTES = 1_024;
    private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final byte[] HEADER = new byte[100];
    private static final byte[] BODY = new byte[BODY_BYTES];

    private StoreBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        boolean postgres = arguments.length > 1;
        for (int round = 1; round <= 2; round++) {
            System.out.println("round " + round);
            for (int size : new int[] {1, 16, 128}) {
                System.out.printf("a unit of %d: %s%n", size, run(folder, postgres, size, 1));
            }
            for (int inFlight : new int[] {16, 256, 4_096}) {
                System.out.printf("%d in flight: %s%n", inFlight, run(folder, postgres, 1, inFlight));
            }
            for (int inFlight : new int[] {1, 16, 256, 4_096}) {
                System.out.printf("%d branches in flight: %s%n", inFlight, run(folder, postgres, 0, inFlight));
            }
        }
    }

    /** @param size how many messages a unit has; 0 for a branch of one */
    private static String run(Path folder, boolean postgres, int size, int inFlight)
            throws IOException, InterruptedException {
        Path data = Files.createTempDirectory(folder, "tern-bench");
        BrokerConfig config = BrokerConfig.of(data);
        if (postgres) {
            config = config.withStore(new BrokerConfig.Store(PostgresServer.newDatabase(), PostgresServer.USER, null));
        }
        try (MessageStore store = JpaMessageStore.of(config)) {
            store.open();
            return size == 0 ? measureBranches(store, inFlight) : measure(store, size, inFlight);
        } finally {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String measure(MessageStore store, int size, int inFlight) throws InterruptedException {
        Semaphore credit = new Semaphore(inFlight);
        long sequence = 0;
        long cpu = cpuNanos();
        long start = System.nanoTime();
        while (System.nanoTime() - start < RUN_NANOS) {
            Change[] changes = new Change[2 * size];
            for (int i = 0; i < size; i++) {
                changes[2 * i] = new Change.Append(new StoredMessage(1, ++sequence, 4, 0, 0, 0, HEADER, BODY));
                changes[2 * i + 1] = new Change.Remove(1, sequence - LAG);
            }
            credit.acquire();
            store.write(List.of(changes)).whenComplete((done, failure) -> {
                credit.release();
                if (failure != null) {
                    failure.printStackTrace();
                }
            });
        }
        credit.acquire(inFlight);
        return figures("messages", sequence, start, cpu);
    }

    private static String measureBranches(MessageStore store, int inFlight) throws InterruptedException {
        Semaphore credit = new Semaphore(inFlight);
        long sequence = 0;
        long cpu = cpuNanos();
        long start = System.nanoTime();
        while (System.nanoTime() - start < RUN_NANOS) {
            long own = ++sequence;
            long branchId = 1 + own;
            List<Change> prepare = List.of(
                    new Change.PutBranch(branch(branchId, own - LAG)),
                    new Change.Append(new StoredMessage(branchId, 1, 4, 0, 0, 0, HEADER, BODY)));
            List<Change> commit = List.of(
                    new Change.Append(new StoredMessage(1, own, 4, 0, 0, 0, HEADER, BODY)),
                    new Change.Remove(1, own - LAG),
                    new Change.DropBranch(branchId));
            credit.acquire();
            store.write(prepare).thenCompose(prepared -> store.write(commit)).whenComplete((done, failure) -> {
                credit.release();
                if (failure != null) {
                    failure.printStackTrace();
                }
            });
        }
        credit.acquire(inFlight);
        return figures("branches", sequence, start, cpu);
    }

    private static BranchRecord branch(long id, long acknowledged) {
        byte[] globalId = ByteBuffer.allocate(24).putLong(id).array();
        return new BranchRecord(
                id,
                new BranchId(1, globalId, new byte[8]),
                "user",
                BranchRecord.State.PREPARED,
                id,
                List.of(1L),
                List.of(new BranchRecord.Acknowledged(1, acknowledged, 0)));
    }

    private static String figures(String what, long count, long start, long cpu) {
        long rate = count * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
        return "%,d %s/s, %.1f us of processor time each".formatted(rate, what, (cpuNanos() - cpu) / 1e3 / count);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}

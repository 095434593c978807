package io.ternmq.store;

import static io.ternmq.store.Records.message;
import static io.ternmq.store.Records.messages;
import static io.ternmq.store.Records.queue;
import static io.ternmq.store.Records.sequences;
import static io.ternmq.store.Records.subscription;
import static io.ternmq.store.Records.topic;
import static io.ternmq.store.Records.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.message.DestinationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link MessageStore} promises; each kind of store runs it. */
public abstract class MessageStoreContract extends BranchContract {

    @Test
    void shouldBeginEmpty() {
        assertThat(store.loadDestinations()).isEmpty();
        assertThat(store.loadSubscriptions()).isEmpty();
        assertThat(store.loadUsers()).isEmpty();
        assertThat(store.loadBranches()).isEmpty();
        assertThat(messages(store, 1)).isEmpty();
        assertThat(store.loadEntries(1)).isEmpty();
    }

    @Test
    void shouldKeepEveryFieldOfAMessage() {
        StoredMessage full = new StoredMessage(
                1, 7, 9, 1_800_000_000_123L, 1_700_000_000_456L, 3, new byte[] {0, -1, 127, -128}, new byte[] {9, 0, 9
                });
        StoredMessage bare = new StoredMessage(1, 8, 0, 0, 0, 0, new byte[0], new byte[0]);

        write(new Change.Append(full), new Change.Append(bare));
        reopen();

        assertThat(messages(store, 1)).map(Records::text).containsExactly(Records.text(full), Records.text(bare));
    }

    @Test
    void shouldKeepDestinationsSubscriptionsAndUsers() {
        write(
                new Change.PutDestination(queue(1)),
                new Change.PutDestination(topic(2)),
                new Change.PutSubscription(subscription(3, 2)),
                new Change.PutUser(user("ann")));
        reopen();

        assertThat(store.loadDestinations()).containsExactly(queue(1), topic(2));
        assertThat(store.loadSubscriptions()).containsExactly(subscription(3, 2));
        assertThat(store.loadUsers())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(user("ann"));
    }

    @Test
    void shouldReplaceWhatIsPutAgain() {
        write(
                new Change.PutDestination(queue(1)),
                new Change.PutSubscription(subscription(3, 2)),
                new Change.PutUser(user("ann")));
        SubscriptionRecord other = new SubscriptionRecord(3, 2, "", "other", false, true, "", 5, 6);
        UserRecord demoted = new UserRecord("ann", new byte[] {9}, 1, new byte[] {8}, new byte[] {7}, "");

        write(
                new Change.PutDestination(new DestinationRecord(1, queue(1).name(), 9)),
                new Change.PutSubscription(other),
                new Change.PutUser(demoted));
        reopen();

        assertThat(store.loadDestinations()).containsExactly(new DestinationRecord(1, queue(1).name(), 9));
        assertThat(store.loadSubscriptions()).containsExactly(other);
        assertThat(store.loadUsers())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(demoted);
    }

    @Test
    void shouldDropADestinationWithAllThatBelongsToIt() {
        write(
                new Change.PutDestination(topic(1)),
                new Change.PutDestination(topic(2)),
                new Change.PutSubscription(subscription(3, 1)),
                new Change.PutSubscription(subscription(4, 2)),
                new Change.PutEntry(new SubscriptionEntry(3, 1, true, 0, 0)),
                new Change.PutEntry(new SubscriptionEntry(4, 1, true, 0, 0)),
                new Change.Append(message(1, 1, Records.body(600_000))),
                new Change.Append(message(2, 1)));

        write(new Change.DropDestination(1));
        reopen();

        assertThat(store.loadDestinations()).containsExactly(topic(2));
        assertThat(store.loadSubscriptions()).containsExactly(subscription(4, 2));
        assertThat(messages(store, 1)).isEmpty();
        assertThat(messages(store, 2)).hasSize(1);
        assertThat(store.loadEntries(3)).isEmpty();
        assertThat(store.loadEntries(4)).hasSize(1);
        write(new Change.Append(message(1, 1, Records.body(600_000))));
        assertThat(messages(store, 1)).hasSize(1);
    }

    @Test
    void shouldDropASubscriptionWithItsEntriesAndAUser() {
        write(
                new Change.PutSubscription(subscription(3, 1)),
                new Change.PutEntry(new SubscriptionEntry(3, 5, false, 2, 0)),
                new Change.PutUser(user("ann")),
                new Change.PutUser(user("bob")));

        write(new Change.DropSubscription(3), new Change.DropUser("ann"), new Change.DropUser("nobody"));
        reopen();

        assertThat(store.loadSubscriptions()).isEmpty();
        assertThat(store.loadEntries(3)).isEmpty();
        assertThat(store.loadUsers()).map(UserRecord::name).containsExactly("bob");
    }

    @Test
    void shouldMoveACursorAndForgetTheEntriesBelow() {
        write(
                new Change.PutSubscription(subscription(3, 1)),
                new Change.PutEntry(new SubscriptionEntry(3, 4, true, 0, 0)),
                new Change.PutEntry(new SubscriptionEntry(3, 5, false, 1, 0)),
                new Change.PutEntry(new SubscriptionEntry(3, 6, false, 2, 0)));

        write(
                new Change.Cursor(3, 5),
                new Change.SubscriptionMark(3, 8),
                new Change.PutEntry(new SubscriptionEntry(3, 6, false, 3, 0)));
        reopen();

        assertThat(store.loadSubscriptions()).singleElement().satisfies(s -> {
            assertThat(s.cursor()).isEqualTo(5);
            assertThat(s.mark()).isEqualTo(8);
            assertThat(s.selector()).isEqualTo("a = 'ü'");
        });
        assertThat(store.loadEntries(3)).containsExactly(new SubscriptionEntry(3, 6, false, 3, 0));
    }

    @Test
    void shouldNoteDeliveriesAndMarks() {
        write(new Change.PutDestination(queue(1)), new Change.Append(message(1, 1)), new Change.Append(message(1, 2)));

        write(
                new Change.Delivered(1, 2, 1, 0),
                new Change.Mark(1, 2),
                new Change.Delivered(1, 2, 2, 0),
                new Change.Delivered(1, 99, 1, 0),
                new Change.Mark(77, 5));
        reopen();

        assertThat(messages(store, 1)).map(StoredMessage::deliveryCount).containsExactly(0, 2);
        assertThat(store.loadDestinations()).containsExactly(new DestinationRecord(1, queue(1).name(), 2));
    }

    @Test
    void shouldNoteWhenADeliveryInVainComesAgain() {
        write(
                new Change.PutDestination(queue(1)),
                new Change.Append(message(1, 1)),
                new Change.PutSubscription(subscription(3, 1)));

        write(
                new Change.Delivered(1, 1, 1, 500),
                new Change.Delivered(1, 1, 2, 1_000),
                new Change.PutEntry(new SubscriptionEntry(3, 1, false, 1, 700)));
        reopen();

        assertThat(messages(store, 1)).map(StoredMessage::dueAt).containsExactly(1_000L);
        assertThat(store.loadEntries(3)).containsExactly(new SubscriptionEntry(3, 1, false, 1, 700));
    }

    @Test
    void shouldKeepTheLongestNamesInAnyScript() {
        List<DestinationName> names = List.of(
                DestinationName.queue("x".repeat(1_000)),
                DestinationName.topic("🐦".repeat(500)),
                DestinationName.queue("DLQ." + "注".repeat(1_000)));
        for (int i = 0; i < names.size(); i++) {
            write(new Change.PutDestination(new DestinationRecord(i + 1, names.get(i), 0)));
        }
        reopen();

        assertThat(store.loadDestinations()).map(DestinationRecord::name).containsExactlyElementsOf(names);
    }

    @Test
    void shouldHandOverMessagesInTheOrderOfTheirSequence() {
        List<Long> shuffled =
                new ArrayList<>(LongStream.rangeClosed(1, 2_500).boxed().toList());
        java.util.Collections.shuffle(shuffled, new java.util.Random(1));

        await(store.write(shuffled.stream()
                .<Change>map(sequence -> new Change.Append(message(1, sequence)))
                .toList()));

        assertThat(sequences(store, 1))
                .isEqualTo(LongStream.rangeClosed(1, 2_500).boxed().toList());
    }

    @Test
    void shouldRemoveSingleMessagesAndRuns() {
        appendUpTo(20);

        write(
                new Change.Remove(1, 3),
                new Change.Remove(1, 5),
                new Change.Remove(1, 4),
                new Change.Remove(1, 20),
                new Change.Remove(1, 99));
        assertThat(sequences(store, 1)).hasSize(16).doesNotContain(3L, 4L, 5L, 20L);

        write(new Change.RemoveUpTo(1, 10));
        reopen();
        assertThat(sequences(store, 1)).containsExactly(11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 999, 1_000, 1_001, 2_000, 40_000})
    void shouldRemoveAnyNumberInOneUnit(int count) {
        // every second one, so that no run shortens the work, and the rest stays
        await(store.write(LongStream.rangeClosed(1, 2L * count)
                .<Change>mapToObj(sequence -> new Change.Append(message(1, sequence)))
                .toList()));

        await(store.write(LongStream.rangeClosed(1, count)
                .<Change>mapToObj(i -> new Change.Remove(1, 2 * i))
                .toList()));
        reopen();

        assertThat(sequences(store, 1))
                .isEqualTo(LongStream.range(0, count).mapToObj(i -> 2 * i + 1).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 512 * 1024, 5 * 1024 * 1024})
    void shouldKeepLargeBodiesWhole(int size) {
        byte[] body = Records.body(size);
        write(new Change.Append(message(1, 1, body)), new Change.Append(message(1, 2)));
        reopen();

        assertThat(messages(store, 1).get(0).body()).isEqualTo(body);
        write(new Change.Remove(1, 1));
        assertThat(sequences(store, 1)).containsExactly(2L);
        write(new Change.Append(message(1, 1, body)));
        assertThat(messages(store, 1).get(0).body()).isEqualTo(body);
        write(new Change.RemoveUpTo(1, 1));
        write(new Change.Append(message(1, 1, body)));
        assertThat(messages(store, 1).get(0).body()).isEqualTo(body);
    }

    @Test
    void shouldRefuseASequenceThatIsTakenAndKeepItsNeighbours() {
        write(new Change.Append(message(1, 5, new byte[] {5})));
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (long sequence = 1; sequence <= 9; sequence++) {
            done.add(store.append(message(1, sequence)));
        }

        for (int i = 0; i < 9; i++) {
            CompletableFuture<Void> one = done.get(i).orTimeout(1, TimeUnit.MINUTES);
            if (i == 4) {
                assertThatThrownBy(one::join).hasCauseInstanceOf(StoreException.class);
            } else {
                one.join();
            }
        }
        assertThat(sequences(store, 1)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(messages(store, 1).get(4).body()).containsExactly(5);
    }

    @Test
    void shouldWriteAUnitWholeOrNotAtAll() {
        write(new Change.PutDestination(queue(1)), new Change.Append(message(1, 1)), new Change.Append(message(1, 5)));

        CompletableFuture<Void> bad = store.write(List.of(
                new Change.Append(message(1, 2)),
                new Change.Remove(1, 1),
                new Change.PutDestination(queue(2)),
                new Change.Mark(1, 9),
                new Change.PutUser(user("ann")),
                new Change.Append(message(1, 5)),
                new Change.Append(message(1, 6))));

        assertThatThrownBy(() -> await(bad)).hasCauseInstanceOf(StoreException.class);
        reopen();
        assertThat(sequences(store, 1)).containsExactly(1L, 5L);
        assertThat(store.loadDestinations()).containsExactly(queue(1));
        assertThat(store.loadUsers()).isEmpty();
    }

    @Test
    void shouldRefuseAUnitThatAppendsOneMessageTwice() {
        CompletableFuture<Void> bad =
                store.write(List.of(new Change.Append(message(1, 1)), new Change.Append(message(1, 1))));

        assertThatThrownBy(() -> await(bad)).hasCauseInstanceOf(StoreException.class);
        assertThat(messages(store, 1)).isEmpty();
    }

    @Test
    void shouldRefuseATakenSequenceEvenIfItIsRemovedAtOnce() {
        write(new Change.Append(message(1, 1)));

        CompletableFuture<Void> bad = store.write(
                List.of(new Change.Append(message(1, 1)), new Change.Remove(1, 1), new Change.PutUser(user("ann"))));

        assertThatThrownBy(() -> await(bad)).hasCauseInstanceOf(StoreException.class);
        assertThat(sequences(store, 1)).containsExactly(1L);
        assertThat(store.loadUsers()).isEmpty();
    }

    @Test
    void shouldLetAMessageComeAndGo() {
        CompletableFuture<Void> came = store.append(message(1, 1));
        CompletableFuture<Void> counted = store.write(List.of(new Change.Delivered(1, 1, 4, 0)));
        CompletableFuture<Void> gone = store.remove(1, 1);
        CompletableFuture<Void> cameAgain = store.append(message(1, 1, new byte[] {7}));

        CompletableFuture.allOf(came, counted, gone, cameAgain)
                .orTimeout(1, TimeUnit.MINUTES)
                .join();
        assertThat(messages(store, 1)).singleElement().satisfies(m -> {
            assertThat(m.body()).containsExactly(7);
            assertThat(m.deliveryCount()).isZero();
        });
    }

    @Test
    void shouldNotCountADeliveryThatWasToldBeforeTheMessageCame() {
        write(new Change.Delivered(1, 1, 4, 0), new Change.Append(message(1, 1)));

        assertThat(messages(store, 1))
                .singleElement()
                .satisfies(m -> assertThat(m.deliveryCount()).isZero());
    }

    @Test
    void shouldCompleteInTheOrderOfTheCallsOnOneThread() {
        int count = 3_000;
        ConcurrentLinkedQueue<Integer> completed = new ConcurrentLinkedQueue<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch gate = new CountDownLatch(1);
        holdWriter(gate);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            // every tenth fails, and keeps its place in the order
            all.add(store.append(message(1, i % 10 == 9 ? i - 1 : i)).whenComplete((done, failure) -> {
                completed.add(number);
                threads.add(Thread.currentThread());
            }));
        }
        gate.countDown();

        all.forEach(one -> one.orTimeout(1, TimeUnit.MINUTES)
                .exceptionally(failure -> null)
                .join());
        assertThat(List.copyOf(completed)).hasSize(count).isSorted();
        assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
        assertThat(all.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSize(count / 10);
    }

    /** Keeps the writer in a completion until the gate opens, so that nothing after it is done before someone listens. */
    private void holdWriter(CountDownLatch gate) {
        Thread test = Thread.currentThread();
        AtomicBoolean tooLate = new AtomicBoolean();
        long sequence = 0;
        do {
            tooLate.set(false);
            store.append(message(2, ++sequence)).thenRun(() -> {
                if (Thread.currentThread() == test) {
                    tooLate.set(true); // it was done before
                } else {
                    pass(gate);
                }
            });
        } while (tooLate.get());
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldWriteWhatWaitsBeforeItCloses() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 1; i <= 5_000; i++) {
            all.add(store.append(message(1, i)));
        }
        reopen();

        assertThat(all).allMatch(done -> done.isDone() && !done.isCompletedExceptionally());
        assertThat(sequences(store, 1)).hasSize(5_000);
    }

    @Test
    void shouldFailWhatComesAfterTheClose() {
        store.close();

        assertThatThrownBy(() -> await(store.append(message(1, 1))))
                .cause()
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the store is");
        open();
        assertThat(messages(store, 1)).isEmpty();
    }

    @Test
    void shouldCloseTwice() {
        store.close();
        store.close();
    }

    @Test
    void shouldNotSeeALaterChangeOfTheListThatWasHandedOver() {
        List<Change> changes = new ArrayList<>(List.of(new Change.Append(message(1, 1))));
        CompletableFuture<Void> done = store.write(changes);
        changes.add(new Change.Append(message(1, 2)));

        await(done);
        assertThat(sequences(store, 1)).containsExactly(1L);
    }

    @Test
    void shouldTakeAnEmptyUnit() {
        await(store.write(List.of()));
    }

    private void appendUpTo(int last) {
        await(store.write(LongStream.rangeClosed(1, last)
                .<Change>mapToObj(sequence -> new Change.Append(message(1, sequence)))
                .toList()));
    }
}

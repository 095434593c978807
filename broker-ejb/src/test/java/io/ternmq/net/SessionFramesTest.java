package io.ternmq.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ternmq.boot.Broker;
import io.ternmq.boot.BrokerParts;
import io.ternmq.config.BrokerConfig;
import io.ternmq.management.QueueView;
import io.ternmq.message.BodyType;
import io.ternmq.message.DestinationName;
import io.ternmq.message.MessageHeader;
import io.ternmq.store.memory.MemoryMessageStore;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.ConsumerKind;
import io.ternmq.wire.Frame.Seen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions frame by frame, as clients of other makers may use them: what the protocol promises, and what it refuses. */
class SessionFramesTest {

    private static final DestinationName QUEUE = DestinationName.queue("q");
    private static final byte[] HEADER =
            new MessageHeader("ID:1", 1, 0, 0, null, null, null, BodyType.TEXT, false, Map.of()).encode();

    @TempDir
    Path directory;

    private Broker broker;
    private RawClient client;
    private long request;

    @BeforeEach
    void start() throws IOException {
        BrokerConfig config = BrokerConfig.of(directory)
                .withListener(BrokerConfig.Listener.DEFAULT.at("127.0.0.1", 0))
                .withAnonymous(true);
        broker = Broker.start(config, BrokerParts.of(new MemoryMessageStore()));
        client = RawClient.open(broker.address());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        broker.close();
    }

    private void open(int session, boolean transacted) throws IOException {
        client.send(new Frame.OpenSession(++request, session, transacted));
        assertDone();
    }

    private void assertDone() throws IOException {
        assertThat(client.receive(Frame.Done.class).request()).isEqualTo(request);
    }

    private Frame.Subscribe subscribe(int session, int consumer) {
        return new Frame.Subscribe(++request, session, consumer, QUEUE, ConsumerKind.PLAIN, false, "", "");
    }

    private void subscribed(int session, int consumer) throws IOException {
        client.send(subscribe(session, consumer));
        assertDone();
    }

    private Frame.Send message(long asked, int session, String text) {
        return message(asked, session, QUEUE, text, 0);
    }

    private static Frame.Send message(long asked, int session, DestinationName to, String text, long delay) {
        return new Frame.Send(asked, session, to, true, 4, 0, delay, HEADER, text.getBytes(StandardCharsets.UTF_8));
    }

    private void sent(int session, String... texts) throws IOException {
        for (String text : texts) {
            client.send(message(++request, session, text));
            assertDone();
        }
    }

    private void assertDelivered(int consumer, long number, int count, String text) throws IOException {
        Frame.Deliver deliver = client.receive(Frame.Deliver.class);
        assertThat(List.of(
                        deliver.consumer(),
                        deliver.delivery(),
                        deliver.deliveryCount(),
                        new String(deliver.body(), StandardCharsets.UTF_8)))
                .isEqualTo(List.of(consumer, number, count, text));
    }

    private static List<Seen> seen(int consumer, long... ranges) {
        return List.of(new Seen(consumer, ranges));
    }

    private QueueView queue(DestinationName name) {
        return broker.management().queue(name.name()).orElseThrow();
    }

    private void assertNothingComes() throws IOException {
        client.send(new Frame.Recover(++request, 99, List.of()));
        assertDone();
    }

    private void openForAsking() throws IOException {
        open(99, false);
    }

    /** Two sessions, the second with a holder of the first two of three messages that the first's consumer got. */
    private void assigned(boolean transacted) throws IOException {
        openForAsking();
        open(1, false);
        open(2, transacted);
        sent(1, "a", "b", "c");
        subscribed(1, 1);
        client.send(new Frame.Credit(1, 1, 10, false));
        assertDelivered(1, 1, 1, "a");
        assertDelivered(1, 2, 1, "b");
        assertDelivered(1, 3, 1, "c");
        client.send(new Frame.Assign(1, 1, 1, 2, 2, 5, 1));
    }

    @Test
    void shouldLetTheOtherSessionAcknowledgeWhatItWasAssigned() throws IOException {
        assigned(false);
        client.send(new Frame.Acknowledge(++request, 1, seen(1, 1, 2))); // not the first one's any more
        assertDone();
        assertThat(queue(QUEUE).depth()).isEqualTo(3);

        client.send(new Frame.Acknowledge(++request, 2, seen(5, 1, 2)));
        assertDone();

        assertThat(queue(QUEUE).depth()).isEqualTo(1);
        client.send(new Frame.Assign(1, 1, 3, 1, 2, 5, 3));
        client.send(new Frame.Acknowledge(++request, 2, seen(5, 3, 3)));
        assertDone();
        assertThat(queue(QUEUE).depth()).isZero();
    }

    @Test
    void shouldGiveBackWhatTheOtherSessionWasAssignedAndLeaveTheRest() throws IOException {
        assigned(true);

        client.send(new Frame.Rollback(++request, 2, seen(5, 1, 1)));
        assertDelivered(1, 4, 2, "a");
        assertDelivered(1, 5, 1, "b"); // the other session had not shown it
        assertDone();
        client.send(new Frame.Assign(1, 1, 3, 2, 2, 5, 3));
        client.send(new Frame.Commit(++request, 2, seen(5, 3, 4)));
        assertDone();
        assertThat(queue(QUEUE).depth()).isEqualTo(1);
        assertNothingComes();
    }

    @Test
    void shouldGiveBackAtTheEndOfTheSessionOrOfTheHolder() throws IOException {
        assigned(false);
        client.send(new Frame.CloseConsumer(++request, 2, 5, seen(5, 1, 1)));
        assertDelivered(1, 4, 1, "b");
        assertDone();

        client.send(new Frame.Assign(1, 1, 4, 1, 2, 6, 1));
        client.send(new Frame.CloseSession(++request, 2, List.of(new Seen(5, new long[] {1, 1}))));

        assertDelivered(1, 5, 2, "a");
        assertDelivered(1, 6, 1, "b");
        assertDone();
        client.send(new Frame.Assign(1, 1, 5, 1, 2, 5, 1)); // to a session that is closed
        client.send(new Frame.Acknowledge(++request, 1, seen(1, 3, 3, 5, 6)));
        assertDone();
        assertThat(queue(QUEUE).depth()).isZero();
    }

    @Test
    void shouldFailTheRequestsOfAClosedSessionAndGoOn() throws IOException {
        openForAsking();
        open(1, true);
        client.send(new Frame.CloseSession(++request, 1, List.of()));
        assertDone();

        client.send(message(0, 1, "lost"));
        client.send(new Frame.Credit(1, 1, 1, false));
        client.send(new Frame.Acknowledge(0, 1, seen(1, 1, 1)));
        for (Frame frame : List.of(
                message(++request, 1, "refused"),
                subscribe(1, 1),
                new Frame.Commit(++request, 1, List.of()),
                new Frame.Rollback(++request, 1, List.of()),
                new Frame.Recover(++request, 1, List.of()),
                new Frame.Acknowledge(++request, 1, List.of()),
                new Frame.CloseConsumer(++request, 1, 1, List.of()),
                new Frame.CloseSession(++request, 1, List.of()))) {
            client.send(frame);
            Frame.Failed failed = client.receive(Frame.Failed.class);
            assertThat(failed.request()).isNotZero();
            assertThat(failed.code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        }
        assertNothingComes();
    }

    @Test
    void shouldPassOverWhatTheConsumerDoesNotHold() throws IOException {
        assigned(false);

        client.send(new Frame.Assign(1, 1, 2, 900, 2, 5, 3)); // of which it has the third only
        client.send(new Frame.Acknowledge(++request, 2, seen(5, 1, 2, 4, 4)));
        assertDone();

        assertThat(queue(QUEUE).depth()).isZero();
    }

    @Test
    void shouldRefuseHugeAssignments() throws IOException {
        assigned(false);

        client.send(new Frame.Assign(1, 1, 3, 1_001, 2, 5, 3));

        assertThat(client.receive(Frame.Failed.class).code()).isEqualTo(ErrorCode.PROTOCOL);
    }

    @Test
    void shouldRefuseAHolderOfTwoQueues() throws IOException {
        assigned(false);
        client.send(new Frame.Subscribe(
                ++request, 1, 2, DestinationName.queue("other"), ConsumerKind.PLAIN, false, "", ""));
        assertDone();

        client.send(new Frame.Assign(1, 2, 1, 1, 2, 5, 3));

        assertThat(client.receive(Frame.Failed.class).code()).isEqualTo(ErrorCode.PROTOCOL);
    }

    @Test
    void shouldDeliverNothingAfterARecoverUntilThereIsNewCredit() throws IOException {
        openForAsking();
        open(1, false);
        subscribed(1, 1);
        sent(1, "a", "b", "c");
        client.send(new Frame.Credit(1, 1, 100, false));
        assertDelivered(1, 1, 1, "a");
        assertDelivered(1, 2, 1, "b");
        assertDelivered(1, 3, 1, "c");

        client.send(new Frame.Recover(++request, 1, seen(1, 1, 1)));
        assertDone();
        sent(99, "d");
        assertNothingComes();
        client.send(new Frame.Credit(1, 1, 3, false));

        assertDelivered(1, 4, 2, "a");
        assertDelivered(1, 5, 1, "b");
        assertDelivered(1, 6, 1, "c");
        assertNothingComes();
    }

    @Test
    void shouldDeliverNothingAfterARollbackUntilThereIsNewCredit() throws IOException {
        openForAsking();
        open(1, true);
        subscribed(1, 1);
        sent(99, "a", "b");
        client.send(new Frame.Credit(1, 1, 100, false));
        assertDelivered(1, 1, 1, "a");
        assertDelivered(1, 2, 1, "b");
        client.send(message(0, 1, "never"));

        client.send(new Frame.Rollback(++request, 1, seen(1, 1, 2)));
        assertDone();
        assertNothingComes();
        client.send(new Frame.Credit(1, 1, 100, false));

        assertDelivered(1, 3, 2, "a");
        assertDelivered(1, 4, 2, "b");
        assertNothingComes();
    }

    @Test
    void shouldKeepWhatAClosedConsumerHoldsUntilAllOfItIsSettled() throws IOException {
        open(1, false);
        subscribed(1, 1);
        sent(1, "a", "b", "c", "d");
        client.send(new Frame.Credit(1, 1, 4, false));
        for (int i = 1; i <= 4; i++) {
            client.receive(Frame.Deliver.class);
        }
        client.send(new Frame.CloseConsumer(++request, 1, 1, seen(1, 1, 3)));
        assertDone();
        assertThat(queue(QUEUE).inFlight()).isEqualTo(3);

        client.send(new Frame.Acknowledge(++request, 1, seen(1, 2, 2)));
        assertDone();
        client.send(new Frame.Recover(++request, 1, List.of()));
        assertDone();
        subscribed(1, 2);
        client.send(new Frame.Credit(1, 2, 10, true));

        assertDelivered(2, 1, 2, "a");
        assertDelivered(2, 2, 2, "c");
        assertDelivered(2, 3, 1, "d");
        client.receive(Frame.Drained.class);
    }

    @Test
    void shouldKeepWhatAClosedConsumerHoldsBeyondACommitThatDoesNotNameIt() throws IOException {
        openForAsking();
        open(1, true);
        subscribed(1, 1);
        sent(99, "a", "b");
        client.send(new Frame.Credit(1, 1, 4, false));
        client.receive(Frame.Deliver.class);
        client.receive(Frame.Deliver.class);
        client.send(new Frame.CloseConsumer(++request, 1, 1, seen(1, 1, 2)));
        assertDone();

        client.send(new Frame.Commit(++request, 1, seen(1, 1, 1)));
        assertDone();
        client.send(new Frame.Rollback(++request, 1, List.of()));
        assertDone();
        subscribed(1, 2);
        client.send(new Frame.Credit(1, 2, 10, true));

        assertDelivered(2, 1, 2, "b");
        client.receive(Frame.Drained.class);
    }

    @Test
    void shouldCommitNothingWhenOneSendFailed() throws IOException {
        openForAsking();
        open(1, true);
        subscribed(1, 1);
        sent(99, "in");
        client.send(new Frame.Credit(1, 1, 1, false));
        assertDelivered(1, 1, 1, "in");
        DestinationName out = DestinationName.queue("out");
        client.send(message(0, 1, out, "good", 0));
        client.send(message(0, 1, new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "tmp.none"), "bad", 0));
        client.send(message(0, 1, out, "late", 0));

        client.send(new Frame.Commit(++request, 1, seen(1, 1, 1)));
        Frame.Failed failed = client.receive(Frame.Failed.class);

        assertThat(failed.request()).isEqualTo(request);
        assertThat(failed.code()).isEqualTo(ErrorCode.ROLLED_BACK);
        assertThat(queue(out).depth()).isZero();
        client.send(new Frame.Credit(1, 1, 1, false));
        assertDelivered(1, 2, 2, "in");
        client.send(message(0, 1, out, "second try", 0));
        client.send(new Frame.Commit(++request, 1, seen(1, 2, 2)));
        assertDone();
        await().untilAsserted(() -> {
            assertThat(queue(out).depth()).isEqualTo(1);
            assertThat(queue(QUEUE).depth()).isZero();
        });
    }

    @Test
    void shouldAnswerEachDrainAfterWhatIsReady() throws IOException {
        open(1, false);
        subscribed(1, 1);
        client.send(new Frame.Credit(1, 1, 0, true));
        client.receive(Frame.Drained.class);
        sent(1, "a", "b");
        client.send(new Frame.Credit(1, 1, 1, true));
        assertDelivered(1, 1, 1, "a");
        client.receive(Frame.Drained.class);
        client.send(new Frame.Credit(1, 1, 5, true));
        assertDelivered(1, 2, 1, "b");
        client.receive(Frame.Drained.class);
        sent(1, "c"); // no Deliver comes before the answer: the credit is gone
    }

    @Test
    void shouldPassOverWhatItDoesNotKnowInAcknowledgements() throws IOException {
        open(1, false);
        subscribed(1, 1);
        sent(1, "a", "b");
        client.send(new Frame.Credit(1, 1, 1, false));
        assertDelivered(1, 1, 1, "a");

        client.send(new Frame.Acknowledge(++request, 1, seen(7, 1, 1)));
        assertDone();
        client.send(new Frame.Acknowledge(++request, 1, seen(1, 1, Long.MAX_VALUE)));
        assertDone();
        client.send(new Frame.Acknowledge(++request, 1, seen(1, 1, 1)));
        assertDone();
        client.send(new Frame.Credit(1, 7, 1, true)); // of no consumer: ignored

        await().untilAsserted(() -> {
            assertThat(queue(QUEUE).depth()).isEqualTo(1);
            assertThat(queue(QUEUE).inFlight()).isZero();
            assertThat(queue(QUEUE).dequeued()).isEqualTo(1);
        });
    }

    @Test
    void shouldTakeAsManyRangesAsAFrameHas() throws IOException {
        open(1, false);
        subscribed(1, 1);
        sent(1, "a", "b", "c");
        client.send(new Frame.Credit(1, 1, 3, false));
        for (int i = 1; i <= 3; i++) {
            client.receive(Frame.Deliver.class);
        }
        long[] odd = LongStream.range(0, 65_535)
                .flatMap(i -> LongStream.of(2 * i + 1, 2 * i + 1))
                .toArray();

        client.send(new Frame.Recover(++request, 1, seen(1, odd)));
        assertDone();
        client.send(new Frame.Credit(1, 1, 3, false));

        assertDelivered(1, 4, 2, "a");
        assertDelivered(1, 5, 1, "b");
        assertDelivered(1, 6, 2, "c");
    }

    private void assertRefused(byte... ranges) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(16); // Acknowledge
        frame.write(1); // request
        frame.write(1); // session
        frame.write(1); // one consumer
        frame.write(1); // its number
        frame.write(ranges);
        byte[] bytes = ByteBuffer.allocate(4 + frame.size())
                .putInt(frame.size())
                .put(frame.toByteArray())
                .array();
        try (RawClient bad = RawClient.open(broker.address())) {
            bad.send(new Frame.OpenSession(1, 1, false));
            bad.receive(Frame.Done.class);
            bad.sendBytes(bytes, bytes.length);

            assertThat(bad.receive(Frame.Failed.class).code()).isEqualTo(ErrorCode.PROTOCOL);
            assertThat(bad.receive()).isNull();
        }
    }

    @Test
    void shouldRefuseRangesThatOverlapOrDescendOrAreTooLarge() throws IOException {
        byte full = (byte) 0xFF;
        assertRefused((byte) 1, (byte) 0, (byte) 0); // begins at 0
        assertRefused((byte) 2, (byte) 1, (byte) 4, (byte) 0, (byte) 1); // begins within the one before
        assertRefused((byte) 1, (byte) 1, full, full, full, full, full, full, full, full, (byte) 0x7F); // overflows
    }

    @Test
    void shouldRefuseASecondConsumerOfOneNumberEvenWhileTheFirstIsBeingOpened() throws IOException {
        open(1, false);
        Frame.Subscribe first = subscribe(1, 1);
        Frame.Subscribe second = subscribe(1, 1);
        client.send(first);
        client.send(second);
        List<Frame> answers = List.of(client.receive(Frame.class), client.receive(Frame.class));

        assertThat(answers).filteredOn(Frame.Done.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Frame.Failed.class::isInstance).hasSize(1);
        client.close();
        await().until(() -> queue(QUEUE).consumers() == 0);
    }

    @Test
    void shouldLeaveNoConsumerBehindWhenASessionIsClosedWhileItIsBeingOpened() throws IOException {
        DestinationName topic = DestinationName.topic("t");
        for (int session = 1; session <= 20; session++) {
            open(session, false);
            client.send(subscribe(session, 1));
            client.send(new Frame.Subscribe(++request, session, 2, topic, ConsumerKind.SHARED_DURABLE, false, "", "s"));
            client.send(new Frame.CloseSession(++request, session, List.of()));
            for (int answer = 0; answer < 3; answer++) {
                client.receive(Frame.class);
            }
        }
        await().untilAsserted(() -> {
            assertThat(queue(QUEUE).consumers()).isZero();
            assertThat(broker.management().topics().get(0).subscriptions())
                    .allMatch(subscription -> subscription.consumers() == 0);
        });
    }

    @Test
    void shouldObeyWhatComesRightBehindASubscribe() throws IOException {
        open(1, false);
        sent(1, "a");
        client.send(subscribe(1, 1));
        client.send(new Frame.Credit(1, 1, 1, false));
        assertDone();
        assertDelivered(1, 1, 1, "a");
        client.send(subscribe(1, 2));
        client.send(new Frame.CloseConsumer(++request, 1, 2, List.of()));
        assertThat(client.receive(Frame.Done.class).request()).isEqualTo(request - 1);
        assertDone();
        client.send(new Frame.Acknowledge(++request, 1, seen(1, 1, 1)));
        assertDone();
        await().until(() -> queue(QUEUE).consumers() == 1);
    }

    @Test
    void shouldDelayAMessageForEverRatherThanNotAtAll() throws IOException {
        open(1, false);
        subscribed(1, 1);
        client.send(message(++request, 1, QUEUE, "far", Long.MAX_VALUE));
        assertDone();
        client.send(new Frame.Credit(1, 1, 1, true));

        client.receive(Frame.Drained.class);
        assertThat(queue(QUEUE).depth()).isEqualTo(1);
    }

    @Test
    void shouldRefuseToRecoverATransactedSession() throws IOException {
        open(1, true);
        client.send(new Frame.Recover(++request, 1, List.of()));

        assertThat(client.receive(Frame.Failed.class).code()).isEqualTo(ErrorCode.PROTOCOL);
        assertThat(client.receive()).isNull();
    }

    @Test
    void shouldTakeAMessageThatNamesItsSenderFromThatUserOnly() throws IOException {
        open(1, false);
        open(2, true);
        Frame.Send forged = named("admin", 1);

        client.send(forged);
        Frame.Failed refused = client.receive(Frame.Failed.class);
        client.send(named("anonymous", 1));
        assertDone();
        client.send(named("admin", 2));
        client.send(new Frame.Commit(++request, 2, List.of()));
        Frame.Failed rolledBack = client.receive(Frame.Failed.class);

        assertThat(refused.request()).isEqualTo(forged.request());
        assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refused.text()).contains("anonymous");
        assertThat(rolledBack.code()).isEqualTo(ErrorCode.ROLLED_BACK);
        assertThat(queue(QUEUE).depth()).isEqualTo(1);
    }

    private Frame.Send named(String user, int session) {
        MessageHeader header = new MessageHeader(
                "ID:1", 1, 0, 0, null, null, null, BodyType.NONE, false, Map.of(MessageHeader.USER_ID, user));
        long asked = session == 1 ? ++request : 0; // in a transaction the commit answers
        return new Frame.Send(asked, session, QUEUE, true, 4, 0, 0, header.encode(), new byte[0]);
    }
}

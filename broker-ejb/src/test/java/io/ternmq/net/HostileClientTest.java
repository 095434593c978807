package io.ternmq.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ternmq.boot.Broker;
import io.ternmq.boot.BrokerParts;
import io.ternmq.config.BrokerConfig;
import io.ternmq.config.BrokerConfig.Limits;
import io.ternmq.message.BranchId;
import io.ternmq.message.DestinationName;
import io.ternmq.store.memory.MemoryMessageStore;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.ConsumerKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes and frames against the protocol end that connection alone, with a code, and others are served as before. */
class HostileClientTest {

    @TempDir
    Path directory;

    private Broker broker;

    @BeforeEach
    void start() throws IOException {
        broker = start(Limits.DEFAULT, true);
    }

    private Broker start(Limits limits, boolean anonymous) throws IOException {
        BrokerConfig config = BrokerConfig.of(directory)
                .withListener(BrokerConfig.Listener.DEFAULT.at("127.0.0.1", 0))
                .withLimits(limits)
                .withAnonymous(anonymous);
        return Broker.start(config, BrokerParts.of(new MemoryMessageStore()));
    }

    @AfterEach
    void stop() {
        assertThat(broker.management().isReady()).isTrue();
        broker.close();
    }

    private RawClient raw() throws IOException {
        return new RawClient(broker.address());
    }

    private RawClient open() throws IOException {
        return RawClient.open(broker.address());
    }

    private static void assertEndedWith(RawClient client, ErrorCode code) throws IOException {
        Frame.Failed failed = client.receive(Frame.Failed.class);
        assertThat(failed.request()).isZero();
        assertThat(failed.code()).isEqualTo(code);
        assertThat(client.receive()).as("nothing follows").isNull();
    }

    static Stream<Integer> lengths() {
        return Stream.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 8193);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void shouldRefuseALengthBeyondTheSmallCapBeforeLogin(int length) throws IOException {
        try (RawClient client = raw()) {
            client.sendBytes(ByteBuffer.allocate(4).putInt(length).array(), 4);

            assertEndedWith(client, ErrorCode.TOO_LARGE);
        }
    }

    @Test
    void shouldRefuseBytesThatAreNoDmqp() throws IOException {
        try (RawClient client = raw()) {
            byte[] http = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            client.sendBytes(http, http.length);

            assertEndedWith(client, ErrorCode.TOO_LARGE);
        }
    }

    static Stream<Frame> framesOfAClientThatIsLoggedIn() {
        DestinationName queue = DestinationName.queue("q");
        BranchId branch = new BranchId(1, new byte[] {1}, new byte[0]);
        return Stream.of(
                new Frame.Identify(1, "c"),
                new Frame.OpenSession(1, 1, false),
                new Frame.CloseSession(1, 1, List.of()),
                new Frame.Send(1, 1, queue, true, 4, 0, 0, new byte[0], new byte[0]),
                new Frame.Subscribe(1, 1, 1, queue, ConsumerKind.PLAIN, false, "", ""),
                new Frame.CloseConsumer(1, 1, 1, List.of()),
                new Frame.Credit(1, 1, 1, false),
                new Frame.Assign(1, 1, 1, 1, 1, 2, 1),
                new Frame.Acknowledge(1, 1, List.of()),
                new Frame.Recover(1, 1, List.of()),
                new Frame.Commit(1, 1, List.of()),
                new Frame.Rollback(1, 1, List.of()),
                new Frame.CreateTemporary(1, false),
                new Frame.DeleteTemporary(1, queue),
                new Frame.DeleteSubscription(1, "s"),
                new Frame.XaStart(1, 1, branch, Frame.XaStartMode.NEW, 0),
                new Frame.XaEnd(1, 1, branch, Frame.XaEndMode.SUCCESS, List.of()),
                new Frame.XaPrepare(1, branch),
                new Frame.XaCommit(1, branch, false),
                new Frame.XaRollback(1, branch),
                new Frame.XaForget(1, branch),
                new Frame.XaRecover(1),
                new Frame.Close("bye"));
    }

    static Stream<Frame> framesOfTheBroker() {
        return Stream.of(
                new Frame.Welcome(1, 0, 1, 0, "n", "c", List.of()),
                new Frame.Challenge(new byte[0]),
                new Frame.LoggedIn("u", new byte[0]),
                new Frame.Drained(1, 1),
                new Frame.Deliver(1, 1, 1, 1, false, 4, null, new byte[0], new byte[0]),
                new Frame.Created(1, DestinationName.queue("q")),
                new Frame.Done(1),
                new Frame.XaOutcome(1, 0, ""),
                new Frame.XaRecovered(1, List.of()),
                new Frame.Failed(1, ErrorCode.INTERNAL, "x"));
    }

    @Test
    void shouldKnowEveryFrame() {
        List<Class<?>> covered = new ArrayList<>(
                List.of(Frame.Hello.class, Frame.Authenticate.class, Frame.Response.class, Frame.Heartbeat.class));
        Stream.concat(framesOfAClientThatIsLoggedIn(), framesOfTheBroker())
                .forEach(frame -> covered.add(frame.getClass()));

        assertThat(covered).containsExactlyInAnyOrder(Frame.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("framesOfAClientThatIsLoggedIn")
    void shouldRefuseEveryFrameBeforeTheLogin(Frame frame) throws IOException {
        try (RawClient client = raw()) {
            client.send(frame);
            assertEndedWith(client, ErrorCode.PROTOCOL);
        }
        try (RawClient client = raw()) {
            client.send(RawClient.hello());
            client.receive(Frame.Welcome.class);
            client.send(frame);
            assertEndedWith(client, ErrorCode.PROTOCOL);
        }
    }

    @ParameterizedTest
    @MethodSource("framesOfTheBroker")
    void shouldRefuseFramesThatOnlyABrokerSends(Frame frame) throws IOException {
        try (RawClient client = open()) {
            client.send(frame);

            assertEndedWith(client, ErrorCode.PROTOCOL);
        }
    }

    @Test
    void shouldRefuseAnotherVersion() throws IOException {
        try (RawClient client = raw()) {
            client.send(new Frame.Hello(7, 9, 0, 1, 0, "future"));

            assertEndedWith(client, ErrorCode.VERSION);
        }
    }

    @Test
    void shouldAskForALoginUnlessToldOtherwise() throws IOException {
        try (Broker strict = start(Limits.DEFAULT, false);
                RawClient client = new RawClient(strict.address())) {
            client.send(RawClient.hello());
            assertThat(client.receive(Frame.Welcome.class).mechanisms()).doesNotContain("ANONYMOUS");
            client.send(new Frame.Authenticate("ANONYMOUS", new byte[0]));

            assertEndedWith(client, ErrorCode.LOGIN_REFUSED);
        }
    }

    @Test
    void shouldEndAConnectionThatNamesASessionItDoesNotHave() throws IOException {
        try (RawClient client = open()) {
            client.send(new Frame.Send(1, 77, DestinationName.queue("q"), true, 4, 0, 0, new byte[0], new byte[0]));

            assertEndedWith(client, ErrorCode.PROTOCOL);
        }
    }

    @Test
    void shouldLetOnlyTheOwnerConsumeFromATemporaryQueue() throws IOException {
        try (RawClient owner = open();
                RawClient thief = open()) {
            owner.send(new Frame.CreateTemporary(1, false));
            DestinationName temporary = owner.receive(Frame.Created.class).destination();
            thief.send(new Frame.OpenSession(1, 1, false));
            thief.receive(Frame.Done.class);
            thief.send(new Frame.Subscribe(2, 1, 1, temporary, ConsumerKind.PLAIN, false, "", ""));
            assertThat(thief.receive(Frame.Failed.class).code()).isEqualTo(ErrorCode.INVALID_DESTINATION);
            thief.send(new Frame.DeleteTemporary(3, temporary));
            assertThat(thief.receive(Frame.Failed.class).code()).isEqualTo(ErrorCode.INVALID_DESTINATION);
        }
    }

    @Test
    void shouldTurnAwayOneConnectionTooMany() throws IOException {
        try (Broker small = start(new Limits(Limits.DEFAULT.frameBytes(), 2), true);
                RawClient one = RawClient.open(small.address());
                RawClient two = RawClient.open(small.address())) {
            try (RawClient three = new RawClient(small.address())) {
                assertEndedWith(three, ErrorCode.RESOURCE_LIMIT);
            }
            one.close();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> small.management().connections().size() == 1);
            try (RawClient four = RawClient.open(small.address())) {
                for (RawClient open : List.of(two, four)) {
                    open.send(new Frame.OpenSession(1, 1, false));
                    assertThat(open.receive(Frame.Done.class).request()).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void shouldServeOthersWhileTwoHundredSocketsSendNothing() throws IOException {
        List<RawClient> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                RawClient client = raw();
                silent.add(client);
                client.sendBytes(new byte[] {0, 0, 16, 0, 1}, 5); // a frame whose rest never comes
            }
            try (RawClient honest = open()) {
                honest.send(new Frame.OpenSession(1, 1, false));
                assertThat(honest.receive(Frame.Done.class).request()).isEqualTo(1);
            }
            for (RawClient client : silent) {
                assertThat(client.receive())
                        .as("cut at the deadline of the login")
                        .isNull();
            }
        } finally {
            for (RawClient client : silent) {
                client.close();
            }
        }
    }
}

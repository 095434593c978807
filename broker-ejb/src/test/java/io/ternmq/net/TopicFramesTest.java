package io.ternmq.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.boot.Broker;
import io.ternmq.boot.BrokerParts;
import io.ternmq.config.BrokerConfig;
import io.ternmq.message.BodyType;
import io.ternmq.message.DestinationName;
import io.ternmq.message.MessageHeader;
import io.ternmq.store.memory.MemoryMessageStore;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.ConsumerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics and patterns of topics frame by frame: what a client of another maker is refused, and what it is told. */
class TopicFramesTest {

    private static final int SESSION = 1;
    private static final DestinationName PATTERN = DestinationName.topic("orders.#");
    private static final byte[] HEADER =
            new MessageHeader("ID:1", 1, 0, 0, null, null, null, BodyType.NONE, false, Map.of()).encode();

    @TempDir
    Path directory;

    private Broker broker;
    private RawClient client;
    private long request;
    private int consumers;

    @BeforeEach
    void start() throws IOException {
        BrokerConfig config = BrokerConfig.of(directory)
                .withListener(BrokerConfig.Listener.DEFAULT.at("127.0.0.1", 0))
                .withAnonymous(true);
        broker = Broker.start(config, BrokerParts.of(new MemoryMessageStore()));
        client = RawClient.open(broker.address());
        client.send(new Frame.Identify(++request, "client"));
        assertDone();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        broker.close();
    }

    private void open(boolean transacted) throws IOException {
        client.send(new Frame.OpenSession(++request, SESSION, transacted));
        assertDone();
    }

    private void assertDone() throws IOException {
        assertThat(client.receive(Frame.Done.class).request()).isEqualTo(request);
    }

    private void assertFailed(ErrorCode code, String named) throws IOException {
        Frame.Failed failed = client.receive(Frame.Failed.class);
        assertThat(failed.request()).isEqualTo(request);
        assertThat(failed.code()).isEqualTo(code);
        assertThat(failed.text()).contains(named).doesNotContain("\n");
    }

    private void subscribe(DestinationName to, ConsumerKind kind) throws IOException {
        String name = kind == ConsumerKind.PLAIN || kind == ConsumerKind.BROWSER ? "" : "s";
        client.send(new Frame.Subscribe(++request, SESSION, ++consumers, to, kind, false, "", name));
    }

    private void send(DestinationName to) throws IOException {
        client.send(new Frame.Send(++request, SESSION, to, true, 4, 0, 0, HEADER, new byte[0]));
    }

    @ParameterizedTest
    @EnumSource(
            value = ConsumerKind.class,
            names = {"DURABLE", "SHARED_DURABLE"})
    void shouldRefuseADurableSubscriptionOfATemporaryTopic(ConsumerKind kind) throws IOException {
        open(false);
        client.send(new Frame.CreateTemporary(++request, true));
        DestinationName temporary = client.receive(Frame.Created.class).destination();

        subscribe(temporary, kind);

        assertFailed(ErrorCode.INVALID_DESTINATION, temporary.name());
    }

    @ParameterizedTest
    @EnumSource(
            value = ConsumerKind.class,
            names = {"PLAIN", "DURABLE", "SHARED", "SHARED_DURABLE"})
    void shouldSayWhereAMessageOfAPatternWasSent(ConsumerKind kind) throws IOException {
        open(false);
        subscribe(PATTERN, kind);
        assertDone();
        subscribe(DestinationName.topic("orders.eu"), ConsumerKind.PLAIN);
        assertDone();
        client.send(new Frame.Credit(SESSION, 1, 5, false));
        send(DestinationName.topic("orders.eu"));

        Frame.Deliver deliver = awaitDeliver();
        assertThat(deliver.consumer()).isOne();
        assertThat(deliver.destination()).isEqualTo(DestinationName.topic("orders.eu"));
        client.send(new Frame.Credit(SESSION, 2, 5, false));
        assertThat(awaitDeliver().destination())
                .as("the consumer knows what it consumes from")
                .isNull();
    }

    /** The receipt of the send comes before the message or behind it. */
    private Frame.Deliver awaitDeliver() throws IOException {
        Frame frame = client.receive(Frame.class);
        return frame instanceof Frame.Deliver deliver ? deliver : awaitDeliver();
    }

    @Test
    void shouldRefuseToBrowseAPattern() throws IOException {
        open(false);
        subscribe(PATTERN, ConsumerKind.BROWSER);

        assertFailed(ErrorCode.ILLEGAL_STATE, "browse");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseASendToAPatternWhetherItIsConsumedOrNot(boolean consumed) throws IOException {
        open(false);
        if (consumed) {
            subscribe(PATTERN, ConsumerKind.PLAIN);
            assertDone();
        }

        send(PATTERN);

        assertFailed(ErrorCode.INVALID_DESTINATION, "orders.#");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseTheCommitOfASendToAPattern(boolean consumed) throws IOException {
        open(true);
        if (consumed) {
            subscribe(PATTERN, ConsumerKind.PLAIN);
            assertDone();
        }
        send(DestinationName.queue("q"));
        send(PATTERN);

        client.send(new Frame.Commit(++request, SESSION, List.of()));

        assertFailed(ErrorCode.ROLLED_BACK, "orders.#");
        assertThat(broker.management().queue("q").orElseThrow().depth()).isZero();
    }

    @Test
    void shouldTakeAQueueWithTheNameOfAPattern() throws IOException {
        open(false);

        send(DestinationName.queue("orders.#"));

        assertDone();
    }
}

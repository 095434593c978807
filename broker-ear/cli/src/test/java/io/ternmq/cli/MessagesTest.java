package io.ternmq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ternmq.boot.Broker;
import io.ternmq.boot.BrokerParts;
import io.ternmq.client.TernConnectionFactory;
import io.ternmq.config.BrokerConfig;
import io.ternmq.store.memory.MemoryMessageStore;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that move messages, against a real broker in this JVM. */
class MessagesTest {

    @TempDir
    private static Path folder;

    private static Broker broker;

    private String queue;

    @BeforeAll
    static void start() throws IOException {
        broker = Broker.start(config(), BrokerParts.of(new MemoryMessageStore()));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void nameQueue(TestInfo test) {
        queue = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void shouldPrintBackTheSamplesByteForByte() throws IOException {
        Path samples = Path.of("..", "..", "docs", "samples", "orders.jsonl");

        Run send = tern("send", queue, "--file", samples.toString());
        assertThat(send).isEqualTo(new Run(0, "", "sent 10000 messages to " + queue + "\n"));
        assertThat(broker.management().queue(queue).orElseThrow().depth()).isEqualTo(10_000);

        Run receive = tern("receive", queue);
        assertThat(receive.status()).isZero();
        assertThat(receive.bytes()).isEqualTo(Files.readAllBytes(samples));
        assertDepth(0);
    }

    @Test
    void shouldKeepEveryByteOfALine() {
        String lines = "\n\ufeffa\u0000b\r\n\r\n  x\t \n\u2028\u0085\ud83e\udd85\nlast";

        assertThat(ternWith(lines, "send", queue, "--file", "-").status()).isZero();

        assertThat(tern("receive", queue).out()).isEqualTo(lines + "\n");
    }

    @Test
    void shouldSendLinesLongerThanAFrameOfTheNetwork() {
        String lines = "x".repeat(3_000_000) + "\nж" + "ж".repeat(1_000_000) + "\n";

        assertThat(ternWith(lines, "send", queue, "--file", "-").status()).isZero();

        assertThat(tern("receive", queue).out().equals(lines)).isTrue();
    }

    @Test
    void shouldSendOneTextWithHeadersAndProperties() throws Exception {
        Run run = tern(
                "send",
                queue,
                "--text",
                "a\nb",
                "--property",
                "colour=grün",
                "--property",
                "size=x=1",
                "--priority",
                "8",
                "--ttl",
                "1h",
                "--non-persistent",
                "--json");
        assertThat(run).isEqualTo(new Run(0, "{\"queue\":\"" + queue + "\",\"sent\":1}\n", ""));

        try (JMSContext context = context()) {
            Message message = context.createConsumer(context.createQueue(queue)).receive(10_000);
            assertThat(message.getBody(String.class)).isEqualTo("a\nb");
            assertThat(message.getStringProperty("colour")).isEqualTo("grün");
            assertThat(message.getStringProperty("size")).isEqualTo("x=1");
            assertThat(message.getJMSPriority()).isEqualTo(8);
            assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
            assertThat(message.getJMSExpiration()).isPositive();
        }
    }

    @Test
    void shouldSendWhatStandsBeforeALineThatIsNotUtf8AndSaySo() throws IOException {
        Path file = folder.resolve("mixed.txt");
        Files.write(file, new byte[] {'a', '\n', 'b', '\n', (byte) 0xFF, '\n', 'c', '\n'});

        Run run = tern("send", queue, "--file", file.toString());

        assertThat(run)
                .isEqualTo(new Run(
                        ExitStatus.FAILED,
                        "",
                        "sent 2 messages to " + queue + "\ntern: " + file
                                + ", line 3: not UTF-8 at byte 1 of the line\n"));
        assertThat(tern("receive", queue).out()).isEqualTo("a\nb\n");
    }

    @Test
    void shouldRefuseAPropertyWhoseNameIsNotAllowed() {
        Run run = tern("send", queue, "--text", "x", "--property", "a b=1");

        assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.err()).contains("a b");
        assertThat(tern("receive", queue).out()).isEmpty();
    }

    @Test
    void shouldStopAfterTheCountAndLeaveTheRest() {
        ternWith("1\n2\n3\n4\n", "send", queue, "--file", "-");

        assertThat(tern("receive", queue, "--count", "2").out()).isEqualTo("1\n2\n");
        assertDepth(2);
        assertThat(tern("receive", queue).out()).isEqualTo("3\n4\n");
    }

    @Test
    void shouldWaitForMoreWhenItFollows() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ternWith("1\n", "send", queue, "--file", "-");

        CompletableFuture<Run> follower = CompletableFuture.supplyAsync(
                () -> Run.tern(Map.of(), "", out, withUrl("receive", queue, "--follow", "--count", "3")));
        await().until(() -> out.toString(StandardCharsets.UTF_8).equals("1\n"));
        assertDepth(0);
        assertThat(follower).isNotDone();
        ternWith("2\n3\n4\n", "send", queue, "--file", "-");

        assertThat(follower.join().status()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("1\n2\n3\n");
        assertDepth(1);
    }

    @Test
    void shouldFailWhenTheBrokerGoesWhileItFollows() throws IOException {
        Broker other = Broker.start(config(), BrokerParts.of(new MemoryMessageStore()));
        String url = "dmqp://127.0.0.1:" + other.address().getPort();

        CompletableFuture<Run> follower =
                CompletableFuture.supplyAsync(() -> Run.tern("receive", queue, "--follow", "--url", url));
        await().until(() -> other.management().queue(queue).stream().anyMatch(view -> view.consumers() == 1));
        other.close();

        Run run = follower.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.err()).startsWith("tern: ").hasLineCount(1);
    }

    @Test
    void shouldKeepInTheQueueWhatTheOutputDidNotTake() {
        String lines = IntStream.range(0, 5_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n", "", "\n"));
        ternWith(lines, "send", queue, "--file", "-");
        ByteArrayOutputStream taken = new ByteArrayOutputStream();

        Run run = Run.tern(Map.of(), "", new ClosingOutput(taken, 20_000), withUrl("receive", queue));

        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.err())
                .startsWith("tern: standard output failed (Broken pipe)")
                .hasLineCount(1);
        String rest = tern("receive", queue).out();
        assertThat(lines).endsWith(rest);
        int printed = lines.length() - rest.length();
        assertThat(printed).isPositive().isLessThanOrEqualTo(taken.size());
        assertThat(taken.toString(StandardCharsets.UTF_8)).startsWith(lines.substring(0, printed));
    }

    @Test
    void shouldPrintBytesAsTheyAreAndOtherBodiesAsJson() throws Exception {
        try (JMSContext context = context()) {
            BytesMessage bytes = context.createBytesMessage();
            bytes.writeBytes(new byte[] {0, (byte) 0xFF, '\n'});
            MapMessage map = context.createMapMessage();
            map.setInt("n", 7);
            StreamMessage stream = context.createStreamMessage();
            stream.writeString("ü");
            stream.writeBoolean(true);
            stream.writeDouble(Double.NaN);
            stream.writeBytes(new byte[] {1, 2});
            for (Message message : new Message[] {
                bytes,
                map,
                stream,
                context.createMessage(),
                context.createTextMessage(null),
                context.createObjectMessage("secret")
            }) {
                context.createProducer().send(context.createQueue(queue), message);
            }
        }

        byte[] printed = tern("receive", queue).bytes();

        assertThat(Arrays.copyOf(printed, 4)).containsExactly(0, 0xFF, '\n', '\n');
        assertThat(new String(printed, 4, printed.length - 4, StandardCharsets.UTF_8))
                .isEqualTo("{\"n\":7}\n[\"ü\",true,\"NaN\",\"AQI=\"]\nnull\n\nnull\n");
    }

    @Test
    void shouldPrintHeadersAndPropertiesAsJson() {
        tern("send", queue, "--text", "a\nb", "--property", "colour=red", "--priority", "2");

        assertThat(tern("receive", queue, "--json").out())
                .hasLineCount(1)
                .contains("\"messageId\":\"ID:", "\"priority\":2", "\"persistent\":true", "\"colour\":\"red\"")
                .endsWith("\"bodyType\":\"TEXT\",\"body\":\"a\\nb\"}\n");
    }

    @Test
    void shouldPrintNothingForAnEmptyQueue() {
        assertThat(tern("receive", queue)).isEqualTo(new Run(0, "", ""));
        assertThat(ternWith("", "send", queue, "--file", "-"))
                .isEqualTo(new Run(0, "", "sent 0 messages to " + queue + "\n"));
    }

    private static BrokerConfig config() {
        return BrokerConfig.of(folder)
                .withListener(BrokerConfig.Listener.DEFAULT.at("127.0.0.1", 0))
                .withAnonymous(true);
    }

    private void assertDepth(long depth) {
        await().untilAsserted(() -> assertThat(
                        broker.management().queue(queue).orElseThrow().depth())
                .isEqualTo(depth));
    }

    private static JMSContext context() {
        return new TernConnectionFactory(url()).createContext();
    }

    private static String url() {
        return "dmqp://127.0.0.1:" + broker.address().getPort();
    }

    private static Run tern(String verb, String... arguments) {
        return Run.tern(Map.of(), "", withUrl(verb, arguments));
    }

    private static Run ternWith(String input, String verb, String... arguments) {
        return Run.tern(Map.of(), input, withUrl(verb, arguments));
    }

    private static String[] withUrl(String verb, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = verb;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--url";
        all[arguments.length + 2] = url();
        return all;
    }

    /** Takes so many bytes and then fails as a pipe does whose reader has gone. */
    private static final class ClosingOutput extends OutputStream {

        private final OutputStream taken;
        private int left;

        ClosingOutput(OutputStream taken, int bytes) {
            this.taken = taken;
            this.left = bytes;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int some = Math.min(left, length);
            taken.write(bytes, offset, some);
            left -= some;
            if (some < length) {
                throw new IOException("Broken pipe");
            }
        }
    }
}

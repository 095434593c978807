package io.ternmq.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TernBrokerTest {

    @RegisterExtension
    static final TernBroker BROKER = TernBroker.inMemory();

    @TempDir
    Path directory;

    private static void send(TernBroker broker, String text) {
        try (JMSContext context = broker.connectionFactory().createContext()) {
            context.createProducer().send(context.createQueue("q"), text);
        }
    }

    private static String receive(TernBroker broker) {
        try (JMSContext context = broker.connectionFactory().createContext()) {
            return context.createConsumer(context.createQueue("q")).receiveBody(String.class, 10_000);
        }
    }

    @Test
    void shouldSendAndReceiveAndCount() {
        send(BROKER, "hello");
        assertThat(BROKER.depth("q")).isEqualTo(1);

        assertThat(receive(BROKER)).isEqualTo("hello");
        assertThat(BROKER.depth("never used")).isZero();
    }

    @Test
    void shouldKeepWhatWasSentOnDiskOverARestart() {
        try (TernBroker broker = TernBroker.onDisk(directory.resolve("data")).start()) {
            send(broker, "kept");
            String url = broker.url();
            broker.close();
            broker.start();

            assertThat(broker.url()).isEqualTo(url);
            assertThat(receive(broker)).isEqualTo("kept");
        }
    }

    @Test
    void shouldSayThatItDoesNotRun() {
        assertThatThrownBy(TernBroker.inMemory()::url).hasMessageContaining("does not run");
        assertThatThrownBy(BROKER::start).hasMessageContaining("runs already");
    }
}

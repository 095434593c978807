package io.ternmq.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ternmq.client.TernConnectionFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node as {@code tern run} starts it, used by a JMS client outside. */
class RunningNodeIT {
    @TempDir
    private Path directory;

    @Test
    void shouldKeepMessagesOverACleanRestart() throws Exception {
        Path data = directory.resolve("data");
        try (TernProcess tern = TernProcess.serving(directory, data, "--anonymous")) {
            RoundTrip.assertFiveBodies(new TernConnectionFactory(tern.dmqp()), "orders");
            RoundTrip.send(new TernConnectionFactory(tern.dmqp()), "orders", "kept");
            tern.terminate();
        }

        try (TernProcess tern = TernProcess.serving(directory, data, "--anonymous")) {
            assertThat(RoundTrip.receive(new TernConnectionFactory(tern.dmqp()), "orders"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void shouldKeepEverySentMessageInOrderOverAKill() throws Exception {
        Path data = directory.resolve("data");
        int sent;
        try (TernProcess tern = TernProcess.serving(directory, data, "--anonymous")) {
            EndlessSender sender = EndlessSender.start(new TernConnectionFactory(tern.dmqp()), "orders");
            await("messages on their way").until(() -> sender.sent() > 500);

            tern.kill();

            sent = sender.stop();
        }

        try (TernProcess tern = TernProcess.serving(directory, data, "--anonymous")) {
            List<Integer> received = RoundTrip.receiveAll(new TernConnectionFactory(tern.dmqp()), "orders").stream()
                    .map(Integer::valueOf)
                    .toList();

            // The one whose send had not returned may be there or not.
            assertThat(received).hasSizeBetween(sent, sent + 1);
            assertThat(received)
                    .isEqualTo(IntStream.range(0, received.size()).boxed().toList());
        }
    }
}

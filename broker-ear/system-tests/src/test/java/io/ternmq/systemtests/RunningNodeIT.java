package io.ternmq.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.client.TernConnectionFactory;
import java.nio.file.Path;
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
}

package io.ternmq.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ternmq.client.TernConnectionFactory;
import io.ternmq.runtime.RunnableJar;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same EAR and launcher on the next Payara Micro, which needs a newer JDK than Tern does. */
class NewerPayaraMicroIT {
    private static final int NEEDED = 21;

    @TempDir
    private Path directory;

    @Test
    void shouldServeOnPayaraMicro7() throws Exception {
        Optional<Path> jdk = Jdks.atLeast(NEEDED);
        assumeTrue(jdk.isPresent(), "no JDK " + NEEDED + " or newer was found, so Payara Micro 7 is not tested");
        Path jar = directory.resolve("tern7.jar");
        RunnableJar.main(new String[] {
            jar.toString(),
            TernProcess.HOME.resolve("broker-ear/target/tern.ear").toString(),
            System.getProperty("tern.micro7.jar"),
            jarOf(RunnableJar.class).toString(),
            jarOf(picocli.CommandLine.class).toString()
        });

        try (TernProcess tern = TernProcess.servingFrom(
                jar, jdk.get().resolve("bin/java"), directory, directory.resolve("data"), "--anonymous")) {
            RoundTrip.assertFiveBodies(new TernConnectionFactory(tern.dmqp()), "seven");

            assertThat(tern.terminate()).isIn(0, 128 + 15);
        }
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}

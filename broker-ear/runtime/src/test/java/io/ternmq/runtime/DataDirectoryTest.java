package io.ternmq.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void shouldBeTakenOnce() {
        DataDirectory first = DataDirectory.take(directory.resolve("data"));

        assertThatThrownBy(() -> DataDirectory.take(directory.resolve("data")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("another broker");
        assertThat(first.isHeld()).isTrue();
    }

    @Test
    void shouldNameADirectoryThatCannotBeWritten() throws IOException {
        // Below a regular file nobody can write, root neither.
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.take(file.resolve("data")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot write to the data directory " + file.resolve("data"));
    }

    @Test
    void shouldStartTheServerOnAnEmptyDirectoryAfterAKill() throws IOException {
        DataDirectory data = DataDirectory.take(directory);
        Files.createFile(data.freshServerDirectory().resolve("left"));

        assertThat(data.freshServerDirectory()).isEmptyDirectory();

        data.clear();
        assertThat(directory).isDirectoryNotContaining("glob:**/server");
    }
}

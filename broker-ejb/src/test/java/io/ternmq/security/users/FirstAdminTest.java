package io.ternmq.security.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ternmq.security.Identity;
import io.ternmq.security.ScramVerifier;
import io.ternmq.store.memory.MemoryMessageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAdminTest {

    private final MemoryMessageStore store = new MemoryMessageStore();

    @TempDir
    private Path folder;

    private StoreAuthenticator users;

    @BeforeEach
    void open() {
        store.open();
        users = new StoreAuthenticator(store, false, ScramVerifier.MIN_ITERATIONS);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldWriteARandomPasswordThatOnlyTheOwnerCanRead() throws IOException {
        Path data = folder.resolve("data");

        Path file = new FirstAdmin(users, data).makeIfNeeded();

        assertThat(file).isEqualTo(data.resolve("admin-password"));
        String text = Files.readString(file);
        assertThat(text).matches("[A-Za-z0-9]{24}\n");
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(users.authenticate("admin", text.strip().toCharArray()))
                .map(Identity::isAdmin)
                .contains(true);
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldMakeAnotherPasswordEachTime() throws IOException {
        String first = Files.readString(new FirstAdmin(users, folder).makeIfNeeded());
        users.drop("admin").join();

        String second = Files.readString(new FirstAdmin(users, folder).makeIfNeeded());

        assertThat(second).isNotEqualTo(first);
        assertThat(users.authenticate("admin", first.strip().toCharArray())).isEmpty();
        assertThat(users.authenticate("admin", second.strip().toCharArray())).isPresent();
    }

    @Test
    void shouldDoNothingWhereThereIsAUser() throws IOException {
        users.put("ann", "secret".toCharArray(), Set.of()).join();

        assertThat(new FirstAdmin(users, folder).makeIfNeeded()).isNull();

        assertThat(folder).isEmptyDirectory();
        assertThat(users.all()).extracting(Identity::name).containsExactly("ann");
    }

    @Test
    void shouldSayWhichFileCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new FirstAdmin(users, file).makeIfNeeded())
                .withMessageContaining(file.resolve("admin-password").toString())
                .withMessageEndingWith("make the data directory writable");
        assertThat(users.isEmpty()).isTrue();
    }
}

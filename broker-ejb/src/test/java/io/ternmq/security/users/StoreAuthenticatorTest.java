package io.ternmq.security.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ternmq.security.Identity;
import io.ternmq.security.ScramVerifier;
import io.ternmq.store.UserRecord;
import io.ternmq.store.memory.MemoryMessageStore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreAuthenticatorTest {

    private static final int ITERATIONS = ScramVerifier.MIN_ITERATIONS;

    private final MemoryMessageStore store = new MemoryMessageStore();
    private StoreAuthenticator users;

    @BeforeEach
    void open() {
        store.open();
        users = new StoreAuthenticator(store, false, ITERATIONS);
        users.load();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldLetInWhoHasTheRightPassword() {
        put("ann", "secret", "admin", "audit");

        assertThat(login("ann", "secret")).isEqualTo(new Identity("ann", Set.of("admin", "audit")));
        assertThat(login("ann", "wrong")).isNull();
        assertThat(login("ann", "")).isNull();
        assertThat(login("Ann", "secret")).isNull();
        assertThat(login("bob", "secret")).isNull();
        assertThat(login("", "secret")).isNull();
        assertThat(login("a\nb", "secret")).isNull();
    }

    @Test
    void shouldTakeNamesInAnyUnicodeFormAsOne() {
        put("ju\u0308rg", "secret");

        assertThat(login("j\u00FCrg", "secret").name()).isEqualTo("j\u00FCrg");
    }

    @Test
    void shouldKnowItsUsersAfterARestart() {
        put("ann", "secret", "admin");

        StoreAuthenticator again = new StoreAuthenticator(store, false, 2 * ITERATIONS);
        again.load();

        assertThat(again.authenticate("ann", "secret".toCharArray()))
                .map(Identity::isAdmin)
                .contains(true);
    }

    @Test
    void shouldKeepNoPassword() {
        put("ann", "secret");

        UserRecord kept = store.loadUsers().get(0);
        assertThat(kept.iterations()).isEqualTo(ITERATIONS);
        assertThat(kept.salt()).hasSize(16);
        assertThat(kept.storedKey()).hasSize(32);
        assertThat(kept.serverKey()).hasSize(32);
    }

    @Test
    void shouldForgetTheOldPasswordAtOnce() {
        put("ann", "old", "admin");
        assertThat(login("ann", "old").isAdmin()).isTrue();

        put("ann", "new");

        assertThat(login("ann", "old")).isNull();
        assertThat(login("ann", "new").isAdmin()).isFalse();
        put("ann", "old");
        assertThat(login("ann", "old").isAdmin()).isFalse();
    }

    @Test
    void shouldLetNobodyInWhoWasDropped() {
        put("ann", "secret");
        assertThat(login("ann", "secret")).isNotNull();

        users.drop("ann").join();

        assertThat(login("ann", "secret")).isNull();
        assertThat(store.loadUsers()).isEmpty();
        users.drop("ann").join();
        assertThat(users.isEmpty()).isTrue();
    }

    @Test
    void shouldListItsUsersByName() {
        put("bob", "secret");
        put("ann", "secret", "admin");

        assertThat(users.all()).containsExactly(new Identity("ann", Set.of("admin")), new Identity("bob", Set.of()));
    }

    @Test
    void shouldRefuseNamesRolesAndPasswordsThatCannotBe() {
        for (String name : new String[] {"", " ", "a\tb", "anonymous", "application", "x".repeat(1_025)}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> put(name, "secret"))
                    .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> put("ann", "secret", "a,b"))
                .withMessage("a role's name is not blank and has no comma");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> put("ann", ""))
                .withMessage("a password is not empty");
        assertThat(users.isEmpty()).isTrue();
    }

    @Test
    void shouldTakeAsLongForUnknownUsersAsForWrongPasswords() {
        StoreAuthenticator slow = new StoreAuthenticator(store, false, 50_000);
        slow.put("ann", "secret".toCharArray(), Set.of()).join();
        long wrong = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) { // the least of several, since the machine may be busy and the code new
            wrong = Math.min(wrong, cpuNanos(slow, "ann"));
            unknown = Math.min(unknown, cpuNanos(slow, "bob"));
        }

        assertThat((double) unknown / wrong).isBetween(0.5, 2.0);
    }

    @Test
    void shouldNotHashAgainWhatWasRightLately() {
        StoreAuthenticator slow = new StoreAuthenticator(store, false, 200_000);
        slow.put("ann", "secret".toCharArray(), Set.of()).join();
        long first = System.nanoTime();
        assertThat(slow.authenticate("ann", "secret".toCharArray())).isPresent();
        first = System.nanoTime() - first;

        long again = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long start = System.nanoTime();
            assertThat(slow.authenticate("ann", "secret".toCharArray())).isPresent();
            again = Math.min(again, System.nanoTime() - start);
        }

        assertThat(again).isLessThan(first / 5).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    private static long cpuNanos(StoreAuthenticator users, String name) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        Optional<Identity> identity = users.authenticate(name, "wrong".toCharArray());
        long taken = threads.getCurrentThreadCpuTime() - start;
        assertThat(identity).isEmpty();
        return taken;
    }

    private void put(String name, String password, String... roles) {
        users.put(name, password.toCharArray(), Set.of(roles)).join();
    }

    private Identity login(String name, String password) {
        return users.authenticate(name, password.toCharArray()).orElse(null);
    }
}

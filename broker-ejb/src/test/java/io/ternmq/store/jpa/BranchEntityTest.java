package io.ternmq.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.message.BranchId;
import io.ternmq.store.BranchRecord;
import io.ternmq.store.BranchRecord.Acknowledged;
import io.ternmq.store.StoreException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BranchEntityTest {

    @ParameterizedTest
    @EnumSource
    void shouldReadBackWhatItWrote(BranchRecord.State state) {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            // Shifted, so that they are of all magnitudes, and negative ones are among them.
            List<Long> sends = LongStream.generate(() -> random.nextLong() >> random.nextInt(64))
                    .limit(random.nextInt(20))
                    .boxed()
                    .toList();
            List<Acknowledged> acknowledged = Stream.generate(() -> new Acknowledged(
                            random.nextLong() >> random.nextInt(64),
                            random.nextLong() >> random.nextInt(64),
                            random.nextInt(Integer.MAX_VALUE) >> random.nextInt(31)))
                    .limit(random.nextInt(20))
                    .toList();
            BranchRecord branch = branch(state, sends, acknowledged);

            assertThat(BranchEntity.of(branch).toRecord()).isEqualTo(branch);
        }
    }

    @Test
    void shouldTakeAByteForWhatIsSentToOneQueueAndThreeForWhatIsAcknowledgedInOrder() {
        BranchEntity row = BranchEntity.of(branch(
                BranchRecord.State.PREPARED,
                Collections.nCopies(100, 1_000_000L),
                LongStream.range(0, 100)
                        .mapToObj(i -> new Acknowledged(1_000_000, 1_000_000_000_000L + i, 9))
                        .toList()));

        assertThat(row.sends).hasSizeLessThan(110);
        assertThat(row.acknowledged).hasSizeLessThan(320);
    }

    @Test
    void shouldKeepToTheBytesOfReleasesBefore() {
        BranchEntity row = BranchEntity.of(branch(
                BranchRecord.State.PREPARED,
                List.of(3L, 3L, 1L),
                List.of(new Acknowledged(2, 64, 0), new Acknowledged(2, 65, 1), new Acknowledged(1, 1, 0))));

        HexFormat hex = HexFormat.of();
        assertThat(row.state).isEqualTo(1);
        assertThat(hex.formatHex(row.sends)).isEqualTo("03060003");
        assertThat(hex.formatHex(row.acknowledged)).isEqualTo("0304800100" + "000201" + "017f00");
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("an unknown state", row -> row.state = 4),
                damage("no state", row -> row.state = 0),
                damage("a negative format", row -> row.formatId = -1),
                damage("no global identifier", row -> row.globalId = new byte[0]),
                damage("a long qualifier", row -> row.qualifier = new byte[65]),
                damage("an empty list", row -> row.sends = new byte[0]),
                damage("a list with an end too early", row -> row.sends = new byte[] {3, 2, 2}),
                damage("a list with more behind it", row -> row.sends = new byte[] {1, 2, 2}),
                damage("half an acknowledged message", row -> row.acknowledged = new byte[] {1, 2, 2}),
                damage("more behind those", row -> row.acknowledged = new byte[] {1, 2, 2, 0, 2}));
    }

    private static Arguments damage(String name, Consumer<BranchEntity> damage) {
        return Arguments.of(name, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void shouldNameABranchWhoseRowIsDamaged(String name, Consumer<BranchEntity> damage) {
        BranchEntity row = sound();
        damage.accept(row);

        assertNamed(row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff07", "ffffffffffffffff7f", "ffffffffffffffffff01", "8080808008", "fe"})
    void shouldNotBelieveACountBeyondTheBytes(String count) {
        BranchEntity sends = sound();
        sends.sends = HexFormat.of().parseHex(count);
        BranchEntity acknowledged = sound();
        acknowledged.acknowledged = HexFormat.of().parseHex(count);

        assertNamed(sends);
        assertNamed(acknowledged);
    }

    private static void assertNamed(BranchEntity row) {
        assertThatThrownBy(row::toRecord)
                .isInstanceOf(StoreException.class)
                .message()
                .contains("damaged", "branch 8 ", "restore a backup")
                .doesNotContain("\n");
    }

    private static BranchEntity sound() {
        BranchEntity row = BranchEntity.of(
                branch(BranchRecord.State.PREPARED, List.of(1L, 2L), List.of(new Acknowledged(1, 7, 0))));
        assertThat(row.toRecord().id()).isEqualTo(8);
        return row;
    }

    private static BranchRecord branch(BranchRecord.State state, List<Long> sends, List<Acknowledged> acknowledged) {
        return new BranchRecord(
                8, new BranchId(7, new byte[] {1}, new byte[] {2}), "ann", state, 5, sends, acknowledged);
    }
}

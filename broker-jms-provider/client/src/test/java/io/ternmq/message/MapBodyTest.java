package io.ternmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapBodyTest {

    @Test
    void shouldKeepEntriesTheirOrderAndNulls() {
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("b", 1);
        entries.put("a", null);
        entries.put("c", new byte[] {1});

        Map<String, Object> decoded = MapBody.decode(MapBody.encode(entries));

        assertThat(decoded.keySet()).containsExactly("b", "a", "c");
        assertThat(decoded.get("b")).isEqualTo(1);
        assertThat(decoded.get("a")).isNull();
        assertThat(decoded.get("c")).isEqualTo(new byte[] {1});
    }

    @Test
    void shouldEncodeTheEmptyMapAsItsCount() {
        assertThat(MapBody.encode(Map.of())).containsExactly(0);
        assertThat(MapBody.decode(new byte[] {0})).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0000", "ffffffff07", "ffffffff0f0161000161"})
    void shouldRefuseCountsThatAreNotThere(String hex) {
        assertThatThrownBy(() -> MapBody.decode(HexFormat.of().parseHex(hex)))
                .isInstanceOf(MalformedDataException.class);
    }

    @Property
    void shouldGiveAMapOrMalformedDataForAnyBytes(@ForAll @Size(max = 32) byte[] bytes) {
        try {
            assertThat(MapBody.decode(bytes)).isNotNull();
        } catch (MalformedDataException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}

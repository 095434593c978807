package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of maps and streams that are read as booleans (3.11.3). */
class BooleanTextTest {

    @ParameterizedTest
    @CsvSource({"true,true", "TrUe,true", "yes,false", "1,false", "' true',false", "'',false"})
    void shouldReadOnlyTrueInAnyCaseAsTrue(String text, boolean value) throws JMSException {
        TernMapMessage map = new TernMapMessage();
        map.setString("a", text);
        TernStreamMessage stream = new TernStreamMessage();
        stream.writeString(text);

        assertThat(Delivery.of(map).getBoolean("a")).isEqualTo(value);
        assertThat(Delivery.of(stream).readBoolean()).isEqualTo(value);
    }
}

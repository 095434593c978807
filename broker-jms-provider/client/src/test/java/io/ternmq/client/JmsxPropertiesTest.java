package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JmsxPropertiesTest {

    @Test
    void shouldReadNamesInAnyOrderWithBlanks() {
        assertThat(JmsxProperties.named(" JMSXRcvTimestamp , JMSXUserID,JMSXUserID,"))
                .containsExactly("JMSXRcvTimestamp", "JMSXUserID");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " , "})
    void shouldTakeNothingAsNone(String text) {
        assertThat(JmsxProperties.named(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JMSXState", "JMSXGroupID", "JMSXDeliveryCount", "jmsxuserid", "JMSXUserID JMSXAppID", "*"})
    void shouldNameWhatCannotBeHad(String text) {
        assertThatThrownBy(() -> JmsxProperties.named("JMSXUserID," + text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jmsx: '" + text + "' is no property to be had; those are JMSXUserID, JMSXProducerTXID, "
                        + "JMSXConsumerTXID, JMSXRcvTimestamp");
    }

    @Test
    void shouldTellTheOtherOptionForTheApplication() {
        assertThatThrownBy(() -> JmsxProperties.named("JMSXAppID"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("appId");
    }

    @Test
    void shouldSupportWhatWasAskedForBesideWhatIsAlwaysThere() {
        assertThat(supported("dmqp://a")).containsExactly("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount");
        assertThat(supported("dmqp://a?jmsx=JMSXUserID&appId=shop"))
                .containsExactly("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount", "JMSXUserID", "JMSXAppID");
    }

    private static List<String> supported(String url) {
        return JmsxProperties.of(DmqpUrl.parse(url), "u").supported();
    }
}

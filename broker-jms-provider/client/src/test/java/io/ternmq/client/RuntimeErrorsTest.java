package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import org.junit.jupiter.api.Test;

class RuntimeErrorsTest {

    @Test
    void shouldGiveEachItsCounterpart() {
        assertThat(RuntimeErrors.of(new IllegalStateException("a"))).isInstanceOf(IllegalStateRuntimeException.class);
        assertThat(RuntimeErrors.of(new InvalidSelectorException("a")))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThat(RuntimeErrors.of(new TransactionRolledBackException("a")))
                .isInstanceOf(TransactionRolledBackRuntimeException.class);
        assertThat(RuntimeErrors.of(new MessageEOFException("a"))).isExactlyInstanceOf(JMSRuntimeException.class);
    }

    @Test
    void shouldKeepTextCodeAndCause() {
        JMSException checked = new JMSException("text", "CODE");

        JMSRuntimeException unchecked = RuntimeErrors.of(checked);

        assertThat(unchecked).hasMessage("text").hasCause(checked);
        assertThat(unchecked.getErrorCode()).isEqualTo("CODE");
    }
}

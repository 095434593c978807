package io.ternmq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.List;

/** Runs calls of the classic API for the simplified one, which knows unchecked exceptions only: each has its counterpart. */
final class RuntimeErrors {

    private static final List<Kind> KINDS = List.of(
            new Kind(IllegalStateException.class, IllegalStateRuntimeException::new),
            new Kind(InvalidClientIDException.class, InvalidClientIDRuntimeException::new),
            new Kind(InvalidDestinationException.class, InvalidDestinationRuntimeException::new),
            new Kind(InvalidSelectorException.class, InvalidSelectorRuntimeException::new),
            new Kind(JMSSecurityException.class, JMSSecurityRuntimeException::new),
            new Kind(MessageFormatException.class, MessageFormatRuntimeException::new),
            new Kind(MessageNotWriteableException.class, MessageNotWriteableRuntimeException::new),
            new Kind(ResourceAllocationException.class, ResourceAllocationRuntimeException::new),
            new Kind(TransactionInProgressException.class, TransactionInProgressRuntimeException::new),
            new Kind(TransactionRolledBackException.class, TransactionRolledBackRuntimeException::new),
            new Kind(JMSException.class, JMSRuntimeException::new));

    private RuntimeErrors() {}

    private record Kind(Class<? extends JMSException> checked, Maker maker) {}

    private interface Maker {
        JMSRuntimeException make(String text, String code, Throwable cause);
    }

    /** A call of the classic API with a result. */
    interface Call<T> {
        T run() throws JMSException;
    }

    /** A call of the classic API. */
    interface Action {
        void run() throws JMSException;
    }

    static <T> T get(Call<T> call) {
        try {
            return call.run();
        } catch (JMSException e) {
            throw of(e);
        }
    }

    static void run(Action action) {
        try {
            action.run();
        } catch (JMSException e) {
            throw of(e);
        }
    }

    static JMSRuntimeException of(JMSException e) {
        return KINDS.stream()
                .filter(kind -> kind.checked().isInstance(e))
                .findFirst()
                .orElseThrow()
                .maker()
                .make(e.getMessage(), e.getErrorCode(), e);
    }
}

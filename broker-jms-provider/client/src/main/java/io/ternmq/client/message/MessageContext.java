package io.ternmq.client.message;

import jakarta.jms.JMSException;
import java.io.ObjectInputFilter;

/** What a received message needs of the session that it came by. */
public interface MessageContext {

    /**
     * Acknowledges as the session's mode has it (6.2.10); does nothing where the session does so by itself.
     *
     * @throws JMSException if the session is closed or the broker did not take it
     */
    void acknowledge() throws JMSException;

    /** Which classes object messages may hold, see {@link AllowedClasses}. What it leaves undecided is refused. */
    ObjectInputFilter objectFilter();
}

package io.ternmq.client;

import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;

/** Refuses at the call what no frame could carry: a frame that is too large would end the connection. */
final class NameLimits {

    /** The longest client identifier or name of a subscription, in characters. */
    static final int MAX_NAME = 16 * 1024;

    private static final int MAX_UTF8 = 3; // bytes a character

    private NameLimits() {}

    static void checkClientId(String id) throws JMSException {
        if (id.length() > MAX_NAME) {
            throw new InvalidClientIDException(tooLong("A client identifier", MAX_NAME, id));
        }
    }

    static void checkSubscription(String name) throws JMSException {
        if (name.length() > MAX_NAME) {
            throw new JMSException(tooLong("The name of a subscription", MAX_NAME, name));
        }
    }

    static void checkSelector(String selector, int maxFrame) throws JMSException {
        int max = maxFrame / (2 * MAX_UTF8); // the other half is more than the rest of the frame needs
        if (selector.length() > max) {
            throw new InvalidSelectorException(tooLong("A selector", max, selector));
        }
    }

    private static String tooLong(String what, int max, String text) {
        return what + " has at most " + max + " characters, this one has " + text.length();
    }
}

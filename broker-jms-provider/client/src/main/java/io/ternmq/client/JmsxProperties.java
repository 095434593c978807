package io.ternmq.client;

import static io.ternmq.client.message.MessageProperties.APP_ID;
import static io.ternmq.client.message.MessageProperties.CONSUMER_TRANSACTION;
import static io.ternmq.client.message.MessageProperties.PRODUCER_TRANSACTION;
import static io.ternmq.client.message.MessageProperties.RECEIPT_TIMESTAMP;
import static io.ternmq.client.message.MessageProperties.USER_ID;

import io.ternmq.client.message.MessageProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The optional JMSX properties (3.5.9) that a connection sets on what it sends and receives: those that its factory was asked for.
 * Immutable.
 */
final class JmsxProperties {

    /** What the option may name. JMSXAppID has an option of its own, having a value. */
    private static final List<String> ON_REQUEST =
            List.of(USER_ID, PRODUCER_TRANSACTION, CONSUMER_TRANSACTION, RECEIPT_TIMESTAMP);

    private final Set<String> wanted;
    private final Map<String, Object> sameOnEachSend;

    private JmsxProperties(Set<String> wanted, Map<String, Object> sameOnEachSend) {
        this.wanted = wanted;
        this.sameOnEachSend = sameOnEachSend;
    }

    /** @param user who is logged in, by the broker's word */
    static JmsxProperties of(ClientOptions options, String user) {
        Set<String> wanted = named(options.jmsx());
        Map<String, Object> onSend = new HashMap<>();
        if (wanted.contains(USER_ID)) {
            onSend.put(USER_ID, user);
        }
        if (options.appId() != null) {
            onSend.put(APP_ID, options.appId());
        }
        return new JmsxProperties(wanted, Map.copyOf(onSend));
    }

    /**
     * The names in the option's value.
     *
     * @param text names with commas between, or null for none
     * @throws IllegalArgumentException if one is not to be had on request
     */
    static Set<String> named(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String part : text == null ? new String[0] : text.split(",")) {
            String name = part.strip();
            if (name.equals(APP_ID)) {
                throw new IllegalArgumentException("jmsx: " + APP_ID + " is set by the option appId");
            }
            if (!name.isEmpty() && !ON_REQUEST.contains(name)) {
                throw new IllegalArgumentException(
                        "jmsx: '" + name + "' is no property to be had; those are " + String.join(", ", ON_REQUEST));
            }
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    /** What goes onto a message that the session sends now. */
    Map<String, Object> onSend(SessionCore session) {
        String transaction = wanted.contains(PRODUCER_TRANSACTION) ? session.transactionId() : null;
        if (transaction == null) {
            return sameOnEachSend;
        }
        Map<String, Object> onSend = new HashMap<>(sameOnEachSend);
        onSend.put(PRODUCER_TRANSACTION, transaction);
        return onSend;
    }

    /** What goes onto a message that one of the session's consumers gets now. */
    Map<String, Object> onReceipt(SessionCore session) {
        String transaction = wanted.contains(CONSUMER_TRANSACTION) ? session.transactionId() : null;
        boolean timed = wanted.contains(RECEIPT_TIMESTAMP);
        if (transaction == null && !timed) {
            return Map.of();
        }
        Map<String, Object> onReceipt = new HashMap<>();
        if (transaction != null) {
            onReceipt.put(CONSUMER_TRANSACTION, transaction);
        }
        if (timed) {
            onReceipt.put(RECEIPT_TIMESTAMP, System.currentTimeMillis());
        }
        return onReceipt;
    }

    /** The names of all that the connection supports, those that are always there among them. */
    List<String> supported() {
        List<String> names = new ArrayList<>(MessageProperties.ALWAYS_SUPPORTED);
        names.addAll(wanted);
        if (sameOnEachSend.containsKey(APP_ID)) {
            names.add(APP_ID);
        }
        return names;
    }
}

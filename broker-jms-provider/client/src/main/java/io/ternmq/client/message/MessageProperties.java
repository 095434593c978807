package io.ternmq.client.message;

import io.ternmq.message.Identifiers;
import io.ternmq.message.MessageHeader;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The properties of a message (3.5), or those that a JMSProducer sets on what it sends: which names and values are allowed, and as
 * which types a value may be read. Not thread-safe.
 */
public final class MessageProperties {

    /** How often the message was delivered, set on receipt (3.5.11). */
    public static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    /** The message group, a String that the client sets. */
    public static final String GROUP_ID = "JMSXGroupID";

    /** The place in the group from 1, an int that the client sets. */
    public static final String GROUP_SEQUENCE = "JMSXGroupSeq";

    /** Who sent the message, a String that is set on send where that was asked for. */
    public static final String USER_ID = MessageHeader.USER_ID;

    /** Which application sent the message, a String that is set on send where that was asked for. */
    public static final String APP_ID = "JMSXAppID";

    /** The transaction that the message was sent in, a String that is set on send where that was asked for. */
    public static final String PRODUCER_TRANSACTION = "JMSXProducerTXID";

    /** The transaction that the message was received in, a String that is set on receipt where that was asked for. */
    public static final String CONSUMER_TRANSACTION = "JMSXConsumerTXID";

    /** When the consumer got the message, a long in ms since 1970 that is set on receipt where that was asked for. */
    public static final String RECEIPT_TIMESTAMP = "JMSXRcvTimestamp";

    /** The JMSX properties that each connection supports. */
    public static final List<String> ALWAYS_SUPPORTED = List.of(GROUP_ID, GROUP_SEQUENCE, DELIVERY_COUNT);

    /** The most that a client may set: the rest of what a header holds is for what the broker adds, as on the way to a dead-letter queue. */
    static final int MOST = MessageHeader.MAX_PROPERTIES - 100;

    private static final String DEFINED_PREFIX = "JMSX";

    private static final Set<String> SET_ON_SEND = Set.of(USER_ID, APP_ID, PRODUCER_TRANSACTION);

    private static final Set<String> SET_ON_RECEIPT =
            Set.of(DELIVERY_COUNT, CONSUMER_TRANSACTION, RECEIPT_TIMESTAMP, "JMSXState");

    private final Map<String, Object> values;
    private int deliveryCount; // apart from the rest that is set on receipt, being there in each message
    private Map<String, Object> onReceipt = Map.of();
    private boolean readOnly;

    /** No properties, to be set. */
    public MessageProperties() {
        values = new LinkedHashMap<>();
    }

    private MessageProperties(Map<String, Object> received, int deliveryCount, Map<String, Object> onReceipt) {
        this.values = received;
        this.deliveryCount = deliveryCount;
        this.onReceipt = onReceipt;
        this.readOnly = true;
        if (!values.isEmpty()) {
            values.keySet().removeAll(SET_ON_RECEIPT); // what this provider says of them is what holds
        }
    }

    /**
     * Those of a received message, read-only; keeps the maps.
     *
     * @param onReceipt what is set on receipt beside the count of deliveries; never sent on
     */
    static MessageProperties received(Map<String, Object> values, int deliveryCount, Map<String, Object> onReceipt) {
        return new MessageProperties(values, deliveryCount, onReceipt);
    }

    /**
     * Sets a property. What is said of a JMSX property that the provider sets is passed over, as it is of the header fields that
     * a send sets: programs copy all properties of a message they received onto one that they send.
     *
     * @param value a String, a wrapper of a primitive type other than char, or null
     * @throws IllegalArgumentException if the name is null or empty
     * @throws MessageNotWriteableException if the message was received and the properties were not cleared
     * @throws MessageFormatException if the value is of another class, or of another than the JMSX property has
     * @throws JMSException if the name is no identifier, a word of the selector language, or not for clients to set
     */
    public void set(String name, Object value) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("a property needs a name, not null or the empty string");
        }
        if (readOnly) {
            throw new MessageNotWriteableException(
                    "the properties of a received message are read-only: call clearProperties first");
        }
        if (SET_ON_SEND.contains(name) || SET_ON_RECEIPT.contains(name)) {
            return;
        }
        checkName(name);
        checkValue(name, value);
        if (values.size() >= MOST && !values.containsKey(name)) {
            throw new JMSException("a message has at most " + MOST + " properties of a client");
        }
        values.put(name, value);
    }

    /** The value, or null if there is none. */
    public Object get(String name) {
        if (deliveryCount > 0 && DELIVERY_COUNT.equals(name)) {
            return deliveryCount;
        }
        return isSetOnReceipt(name) ? onReceipt.get(name) : values.get(name);
    }

    /** Whether there is such a property, be its value null. */
    public boolean contains(String name) {
        return deliveryCount > 0 && DELIVERY_COUNT.equals(name) || isSetOnReceipt(name) || values.containsKey(name);
    }

    private boolean isSetOnReceipt(String name) {
        return name != null && onReceipt.containsKey(name);
    }

    /** The names as of now, those that were set on receipt among them. */
    public List<String> names() {
        List<String> names = new ArrayList<>(values.keySet());
        names.addAll(onReceipt.keySet());
        if (deliveryCount > 0) {
            names.add(DELIVERY_COUNT);
        }
        return names;
    }

    /** Removes all, after which new ones can be set. */
    public void clear() {
        values.clear();
        onReceipt = Map.of();
        deliveryCount = 0;
        readOnly = false;
    }

    /** The value as boolean (3.5.4). */
    public boolean getBoolean(String name) throws JMSException {
        return Conversions.toBoolean(get(name));
    }

    /** The value as byte (3.5.4). */
    public byte getByte(String name) throws JMSException {
        return Conversions.toByte(get(name));
    }

    /** The value as short (3.5.4). */
    public short getShort(String name) throws JMSException {
        return Conversions.toShort(get(name));
    }

    /** The value as int (3.5.4). */
    public int getInt(String name) throws JMSException {
        return Conversions.toInt(get(name));
    }

    /** The value as long (3.5.4). */
    public long getLong(String name) throws JMSException {
        return Conversions.toLong(get(name));
    }

    /** The value as float (3.5.4). */
    public float getFloat(String name) throws JMSException {
        return Conversions.toFloat(get(name));
    }

    /** The value as double (3.5.4). */
    public double getDouble(String name) throws JMSException {
        return Conversions.toDouble(get(name));
    }

    /** The value as String (3.5.4). */
    public String getString(String name) throws JMSException {
        return Conversions.toString(get(name));
    }

    /** Sets what a send sets, read-only or not, in the place of what an earlier one set. */
    void setOnSend(Map<String, Object> set) {
        if (!values.isEmpty()) {
            values.keySet().removeAll(SET_ON_SEND);
        }
        if (!set.isEmpty()) {
            values.putAll(set);
        }
    }

    /** What goes with the message when it is sent: all but what a provider sets on receipt. */
    Map<String, Object> toSend() {
        return values;
    }

    /** Whether the name is one of those that JMS defines and providers set (table 3-3), or may define later. */
    static boolean isSetByProvider(String name) {
        return name.startsWith(DEFINED_PREFIX) && !name.equals(GROUP_ID) && !name.equals(GROUP_SEQUENCE);
    }

    private static void checkName(String name) throws JMSException {
        if (!Identifiers.isIdentifier(name)) {
            throw new JMSException("a property's name is a Java identifier, which '" + shown(name) + "' is not");
        }
        if (Identifiers.isReserved(name)) {
            throw new JMSException("a property cannot be called '" + name + "', a word of the selector language");
        }
        if (isSetByProvider(name)) {
            throw new JMSException("the property " + name + " is not for clients to set: of the JMSX names they are "
                    + GROUP_ID + " and " + GROUP_SEQUENCE);
        }
        if (name.startsWith("JMS") && !name.startsWith("JMS_") && !name.startsWith(DEFINED_PREFIX)) {
            throw new JMSException("the property name " + name + " is reserved, as all that begin with JMS");
        }
    }

    private static void checkValue(String name, Object value) throws MessageFormatException {
        if (!Conversions.isPropertyValue(value)) {
            throw new MessageFormatException("a property is of a primitive type other than char or a String, not "
                    + value.getClass().getName());
        }
        if (value != null
                && (name.equals(GROUP_ID) && !(value instanceof String)
                        || name.equals(GROUP_SEQUENCE) && !(value instanceof Integer))) {
            throw new MessageFormatException("the property " + name + " is "
                    + (name.equals(GROUP_ID) ? "a String" : "an int") + ", not "
                    + value.getClass().getSimpleName());
        }
    }

    /** At most 60 characters of the name, none that would garble a log. */
    private static String shown(String name) {
        String start = name.length() > 60 ? name.substring(0, 60) + "..." : name;
        return start.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\u2028\u2029]", "?");
    }
}

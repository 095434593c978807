package io.ternmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of each body type through a queue, in order, with a header and a property. It runs inside servers too, so it
 * uses nothing but the JMS API and JUnit's own assertions.
 */
final class RoundTrip {
    private static final long LONGEST_WAIT_MILLIS = 20_000;
    private static final byte[] BYTES = "bytes \u2713".getBytes(StandardCharsets.UTF_8);

    private RoundTrip() {}

    static void assertFiveBodies(ConnectionFactory factory, String queue) throws JMSException {
        try (JMSContext context = factory.createContext()) {
            Destination destination = context.createQueue(queue);
            sendFive(context, destination);
            try (JMSConsumer consumer = context.createConsumer(destination)) {
                assertText(consumer.receive(LONGEST_WAIT_MILLIS));
                assertBytes(consumer.receive(LONGEST_WAIT_MILLIS));
                assertMap(consumer.receive(LONGEST_WAIT_MILLIS));
                assertStream(consumer.receive(LONGEST_WAIT_MILLIS));
                assertObject(consumer.receive(LONGEST_WAIT_MILLIS));
                assertNull(consumer.receiveNoWait());
            }
        }
    }

    /** Sends a text, persistently. */
    static void send(ConnectionFactory factory, String queue, String text) {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(context.createQueue(queue), text);
        }
    }

    /** Gives the text of the next message. */
    static String receive(ConnectionFactory factory, String queue) {
        try (JMSContext context = factory.createContext()) {
            return context.createConsumer(context.createQueue(queue)).receiveBody(String.class, LONGEST_WAIT_MILLIS);
        }
    }

    /** Gives the texts of all messages, in the order in which they come. */
    static List<String> receiveAll(ConnectionFactory factory, String queue) {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = factory.createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createQueue(queue));
            String text = consumer.receiveBody(String.class, LONGEST_WAIT_MILLIS);
            while (text != null) {
                texts.add(text);
                text = consumer.receiveBodyNoWait(String.class);
            }
        }
        return texts;
    }

    private static void sendFive(JMSContext context, Destination destination) throws JMSException {
        TextMessage text = context.createTextMessage("text \u2713");
        text.setJMSCorrelationID("five");
        text.setIntProperty("number", 5);
        BytesMessage bytes = context.createBytesMessage();
        bytes.writeBytes(BYTES);
        MapMessage map = context.createMapMessage();
        map.setString("name", "tern");
        map.setLong("count", 7);
        StreamMessage stream = context.createStreamMessage();
        stream.writeInt(1);
        stream.writeString("two");
        ObjectMessage object = context.createObjectMessage("an object");
        for (Message message : new Message[] {text, bytes, map, stream, object}) {
            context.createProducer().send(destination, message);
        }
    }

    private static void assertText(Message message) throws JMSException {
        TextMessage text = assertInstanceOf(TextMessage.class, message);
        assertEquals("text \u2713", text.getText());
        assertEquals("five", text.getJMSCorrelationID());
        assertEquals(5, text.getIntProperty("number"));
    }

    private static void assertBytes(Message message) throws JMSException {
        assertArrayEquals(BYTES, assertInstanceOf(BytesMessage.class, message).getBody(byte[].class));
    }

    private static void assertMap(Message message) throws JMSException {
        MapMessage map = assertInstanceOf(MapMessage.class, message);
        assertEquals("tern", map.getString("name"));
        assertEquals(7, map.getLong("count"));
    }

    private static void assertStream(Message message) throws JMSException {
        StreamMessage stream = assertInstanceOf(StreamMessage.class, message);
        assertEquals(1, stream.readInt());
        assertEquals("two", stream.readString());
    }

    private static void assertObject(Message message) throws JMSException {
        assertEquals("an object", assertInstanceOf(ObjectMessage.class, message).getObject());
    }
}

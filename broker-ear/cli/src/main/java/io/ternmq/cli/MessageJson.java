package io.ternmq.cli;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Messages as JSON. Bytes are Base64; a number that JSON has no form for (NaN, Infinity) is a string. A serialised object is
 * never opened: it is shown as null.
 */
final class MessageJson {

    private MessageJson() {}

    /** The message with its headers and properties. */
    static JsonObject of(Message message) throws JMSException {
        JsonObjectBuilder json = Json.createObjectBuilder();
        json.add("messageId", value(message.getJMSMessageID()));
        json.add("timestamp", message.getJMSTimestamp());
        json.add("priority", message.getJMSPriority());
        json.add("persistent", message.getJMSDeliveryMode() == DeliveryMode.PERSISTENT);
        json.add("expiresAt", message.getJMSExpiration());
        json.add("redelivered", message.getJMSRedelivered());
        json.add("correlationId", value(message.getJMSCorrelationID()));
        json.add("type", value(message.getJMSType()));
        Destination replyTo = message.getJMSReplyTo();
        json.add("replyTo", value(replyTo == null ? null : replyTo.toString()));
        JsonObjectBuilder properties = Json.createObjectBuilder();
        for (String name : names(message.getPropertyNames())) {
            properties.add(name, value(message.getObjectProperty(name)));
        }
        return json.add("properties", properties)
                .add("bodyType", bodyType(message))
                .add("body", body(message))
                .build();
    }

    /** The body alone. */
    static JsonValue body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return value(text.getText());
        }
        if (message instanceof BytesMessage bytes) {
            return value(read(bytes));
        }
        if (message instanceof MapMessage map) {
            return object(map);
        }
        if (message instanceof StreamMessage stream) {
            return array(stream);
        }
        return JsonValue.NULL;
    }

    private static String bodyType(Message message) {
        if (message instanceof TextMessage) {
            return "TEXT";
        }
        if (message instanceof BytesMessage) {
            return "BYTES";
        }
        if (message instanceof MapMessage) {
            return "MAP";
        }
        if (message instanceof StreamMessage) {
            return "STREAM";
        }
        return message instanceof ObjectMessage ? "OBJECT" : "NONE";
    }

    private static List<String> names(Enumeration<?> names) {
        return Collections.list(names).stream().map(String.class::cast).toList();
    }

    private static byte[] read(BytesMessage message) throws JMSException {
        byte[] bytes = new byte[Math.toIntExact(message.getBodyLength())];
        message.readBytes(bytes);
        return bytes;
    }

    private static JsonValue object(MapMessage message) throws JMSException {
        JsonObjectBuilder json = Json.createObjectBuilder();
        for (String name : names(message.getMapNames())) {
            json.add(name, value(message.getObject(name)));
        }
        return json.build();
    }

    private static JsonValue array(StreamMessage message) throws JMSException {
        JsonArrayBuilder json = Json.createArrayBuilder();
        try {
            while (true) {
                json.add(value(message.readObject()));
            }
        } catch (MessageEOFException end) {
            return json.build();
        }
    }

    private static JsonValue value(Object value) {
        if (value == null) {
            return JsonValue.NULL;
        }
        if (value instanceof Boolean flag) {
            return flag ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (value instanceof byte[] bytes) {
            return Json.createValue(Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
            return Json.createValue(((Number) value).longValue());
        }
        if (value instanceof Float || value instanceof Double) {
            return Double.isFinite(((Number) value).doubleValue())
                    ? Json.createValue(new BigDecimal(value.toString()))
                    : Json.createValue(value.toString());
        }
        return Json.createValue(value.toString());
    }
}

package io.ternmq.delivery;

import io.ternmq.message.BodyType;
import io.ternmq.message.MessageHeader;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.BrokerMessage.Publisher;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Messages for tests. */
final class Messages {

    private Messages() {}

    static BrokerMessage persistent(String text) {
        return message(text, true, 4, 0, 0, Map.of());
    }

    static BrokerMessage volatileOne(String text) {
        return message(text, false, 4, 0, 0, Map.of());
    }

    static BrokerMessage message(
            String text, boolean persistent, int priority, long expiresAt, long dueAt, Map<String, Object> properties) {
        return from(new Publisher("connection", ""), text, persistent, priority, expiresAt, dueAt, properties);
    }

    static BrokerMessage from(
            Publisher publisher,
            String text,
            boolean persistent,
            int priority,
            long expiresAt,
            long dueAt,
            Map<String, Object> properties) {
        MessageHeader header =
                new MessageHeader("ID:" + text, 1, 0, 0, null, null, null, BodyType.TEXT, false, properties);
        return new BrokerMessage(
                publisher,
                persistent,
                priority,
                expiresAt,
                dueAt,
                header.encode(),
                text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(BrokerMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }
}

package io.ternmq.management;

import io.ternmq.delivery.WaitingMessage;
import io.ternmq.message.BodyType;
import io.ternmq.message.MessageHeader;
import io.ternmq.routing.BrokerMessage;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes views of messages. A message whose header no client of ours wrote is shown as far as the broker knows it. */
final class MessageViews {

    private static final int PREVIEW_BYTES = 400;

    private MessageViews() {}

    static MessageView of(WaitingMessage waiting) {
        BrokerMessage message = waiting.message();
        MessageHeader header = message.decodedHeader();
        Map<String, String> properties = new LinkedHashMap<>();
        header.properties().forEach((name, value) -> properties.put(name, text(value)));
        return new MessageView(
                waiting.sequence(),
                header.messageId(),
                header.timestamp(),
                message.priority(),
                message.persistent(),
                message.expiresAt(),
                waiting.deliveryCount(),
                waiting.held(),
                header.correlationId() == null ? null : text(header.correlationId()),
                header.replyTo() == null ? null : header.replyTo().toString(),
                header.type(),
                header.bodyType().name(),
                message.body().length,
                properties,
                preview(header.bodyType(), message.body()));
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }

    private static String preview(BodyType type, byte[] body) {
        int length = Math.min(body.length, PREVIEW_BYTES);
        if (type != BodyType.TEXT) {
            return HexFormat.ofDelimiter(" ").formatHex(body, 0, Math.min(length, PREVIEW_BYTES / 4));
        }
        String text = new String(body, 0, length, StandardCharsets.UTF_8);
        boolean cut = length < body.length && text.endsWith("\uFFFD"); // within a character
        return cut ? text.substring(0, text.length() - 1) : text;
    }
}

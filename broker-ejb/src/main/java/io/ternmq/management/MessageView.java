package io.ternmq.management;

import java.util.Map;

/**
 * A waiting message as an administrator sees it.
 *
 * @param sequence its place in the queue
 * @param messageId JMSMessageID, or null
 * @param timestamp JMSTimestamp, ms since 1970
 * @param priority 0 to 9
 * @param persistent JMSDeliveryMode
 * @param expiresAt ms since 1970, 0 for never
 * @param deliveryCount how often it was delivered
 * @param inFlight whether a consumer holds it
 * @param correlationId JMSCorrelationID as text, or null
 * @param replyTo JMSReplyTo as text, or null
 * @param type JMSType, or null
 * @param bodyType TEXT, BYTES, MAP, STREAM, OBJECT or NONE
 * @param bodyBytes the size of the body
 * @param properties names and values, values as text
 * @param preview the first characters of the body, readable for text, hexadecimal otherwise
 */
public record MessageView(
        long sequence,
        String messageId,
        long timestamp,
        int priority,
        boolean persistent,
        long expiresAt,
        int deliveryCount,
        boolean inFlight,
        String correlationId,
        String replyTo,
        String type,
        String bodyType,
        int bodyBytes,
        Map<String, String> properties,
        String preview) {}

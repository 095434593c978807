package io.ternmq.store;

/**
 * A message as it is kept. Equality is identity: bodies are large and messages are told apart by destination and sequence.
 *
 * @param destinationId the queue or topic it is kept for
 * @param sequence its place in the destination's order, from 1, given by the destination's lane
 * @param priority 0 to 9
 * @param expiresAt ms since 1970 by the broker's clock, 0 for never
 * @param dueAt ms since 1970 by the broker's clock before which it is not delivered, 0 for at once
 * @param deliveryCount how often it was delivered before
 * @param header the encoded {@link io.ternmq.message.MessageHeader}
 * @param body as the client encoded it
 */
public record StoredMessage(
        long destinationId,
        long sequence,
        int priority,
        long expiresAt,
        long dueAt,
        int deliveryCount,
        byte[] header,
        byte[] body) {

    /** The same, delivered so often and not due before that time. */
    public StoredMessage delivered(int count, long due) {
        return new StoredMessage(destinationId, sequence, priority, expiresAt, due, count, header, body);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence * 31 + destinationId);
    }

    @Override
    public String toString() {
        return "message " + sequence + " of destination " + destinationId + " (" + body.length + " bytes)";
    }
}

package io.ternmq.routing;

import io.ternmq.message.DestinationName;

/**
 * A destination that exists.
 *
 * @param id the store's number of it
 * @param name its name and kind
 * @param partitions how many lanes share its messages, at least 1
 * @param owner the connection that a temporary one belongs to, empty for others
 */
public record Destination(long id, DestinationName name, int partitions, String owner) {

    /** Whether that connection may consume from it and delete it: anyone's, or its own temporary one (6.2.2). */
    public boolean isOpenTo(String connection) {
        return owner.isEmpty() || owner.equals(connection);
    }
}

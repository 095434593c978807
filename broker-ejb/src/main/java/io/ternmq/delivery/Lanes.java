package io.ternmq.delivery;

/** The lanes of this node. */
@FunctionalInterface
public interface Lanes {

    /** The lane of a destination, the same one each time. */
    Lane of(long destinationId);
}

/**
 * Lanes: ready order, credit, what consumers hold, acknowledgement, redelivery, expiry and delay. Everything of a queue or topic
 * happens in its lane's turn, so its state is plain fields; other threads come in by {@link io.ternmq.delivery.Lane#run} only.
 * {@link io.ternmq.delivery.Outbound} is the way out, a port that the network implements.
 */
package io.ternmq.delivery;

/**
 * DMQP, the Distributed Message Queuing Protocol: its frames as records, their codec, and the codes of its errors.
 * docs/protocol.md says what each frame means. Only the codec knows Netty.
 */
package io.ternmq.wire;

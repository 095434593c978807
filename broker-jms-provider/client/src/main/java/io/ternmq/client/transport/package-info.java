/**
 * The client's side of a DMQP connection: connect, log in, send and receive frames, pair answers with requests. It knows frames
 * and Netty but no JMS, so that a node can use it to reach another node.
 */
package io.ternmq.client.transport;

/**
 * The messages of the JMS client (3): what a program writes and reads, and its encoded form. They know no connection; what they
 * need of their session comes by {@link io.ternmq.client.message.MessageContext}.
 */
package io.ternmq.client.message;

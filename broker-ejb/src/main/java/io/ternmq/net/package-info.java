/** The broker's side of TCP: the listener, the pipeline of a channel, and connections. Hands frames to {@code session}, nothing else. */
package io.ternmq.net;

package io.ternmq.management;

/**
 * A node of the broker as an administrator sees it.
 *
 * @param name its name
 * @param address where it speaks DMQP, HOST:PORT
 * @param version of Tern
 * @param store what keeps its messages, for people
 * @param since ms since 1970
 * @param connections open ones
 */
public record NodeView(String name, String address, String version, String store, long since, int connections) {}

/**
 * The port to the message store and its records, without a type of JPA. {@code store.jpa} is the real one, {@code store.memory}
 * keeps the same contract in memory.
 */
package io.ternmq.store;

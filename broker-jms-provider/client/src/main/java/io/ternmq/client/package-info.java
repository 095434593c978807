/**
 * The JMS client: {@link io.ternmq.client.TernConnectionFactory} is the way in, everything behind it is reached through the
 * interfaces of {@code jakarta.jms}. A session's state is guarded by one lock, which is never held while the broker is waited for.
 */
package io.ternmq.client;

/** The Jakarta Connectors resource adapter: how applications of a server reach the broker. The only user of {@code jakarta.resource}. */
package io.ternmq.ra;

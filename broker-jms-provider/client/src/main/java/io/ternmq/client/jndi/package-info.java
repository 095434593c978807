/** JNDI for programs outside a server (5.1): the names of a {@code jndi.properties}, no directory behind them. */
package io.ternmq.client.jndi;

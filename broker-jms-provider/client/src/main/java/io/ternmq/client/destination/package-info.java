/** The destinations of the JMS client: names with a JMS interface. They know no connection; a temporary one asks its owner through a port. */
package io.ternmq.client.destination;

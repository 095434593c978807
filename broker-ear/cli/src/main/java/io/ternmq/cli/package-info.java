/** The verbs of {@code tern} for administrators: messages by JMS, all else by the broker's REST interface. */
package io.ternmq.cli;

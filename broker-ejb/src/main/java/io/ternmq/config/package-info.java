/** What the broker is told at its start: records whose values are checked once. */
package io.ternmq.config;

/** Counts and rates of what the broker does. */
package io.ternmq.metrics;

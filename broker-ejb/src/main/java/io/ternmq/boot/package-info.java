/** Start and stop of a broker: the one place that knows all of its parts. */
package io.ternmq.boot;

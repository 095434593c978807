/** The broker's face to the web: REST under {@code /api}, health, and the console. It sees the broker by its management facade only. */
package io.ternmq.web;

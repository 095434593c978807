/** Tern under the libraries that people put on top of JMS: each test runs one of them, from its own artifacts, against a real broker. */
package io.ternmq.ecosystem;

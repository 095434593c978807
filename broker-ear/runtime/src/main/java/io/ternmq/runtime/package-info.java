/**
 * Starts a node: checks what it was told, unfolds the EAR, runs it on Payara Micro in this JVM and stops it cleanly. It
 * knows archives and the server, and nothing of the broker but the names of its system properties.
 */
package io.ternmq.runtime;

/** The message store in memory: the same contract, gone with the process. For brokers whose messages need not outlive it, and for tests. */
package io.ternmq.store.memory;

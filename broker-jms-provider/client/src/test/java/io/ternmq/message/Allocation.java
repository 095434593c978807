package io.ternmq.message;

import java.lang.management.ManagementFactory;

/** How much memory a piece of code allocates, to hold decoders to the size of their input. */
final class Allocation {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** The bytes that the calling thread allocates in the task. */
    static long of(Runnable task) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        task.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}

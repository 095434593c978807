package io.ternmq.client;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Makes message identifiers (3.4.3): {@code ID:}, a random part for this process, a number for the maker, a counter. */
final class MessageIds {

    private static final String NODE = Long.toUnsignedString(new SecureRandom().nextLong(), Character.MAX_RADIX);
    private static final AtomicLong MAKERS = new AtomicLong();

    private final String prefix =
            "ID:" + NODE + "-" + Long.toString(MAKERS.incrementAndGet(), Character.MAX_RADIX) + "-";
    private final AtomicLong counter = new AtomicLong();

    /** An identifier that no other call anywhere returns. */
    String next() {
        return prefix + counter.incrementAndGet();
    }
}

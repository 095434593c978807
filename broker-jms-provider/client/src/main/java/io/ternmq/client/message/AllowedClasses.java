package io.ternmq.client.message;

import java.io.ObjectInputFilter;

/** skeleton */
public final class AllowedClasses {
    /** The system property with the patterns for connections that set none of their own. */
    public static final String PROPERTY = "io.ternmq.client.allowedClasses";

    private AllowedClasses() {}

    /** The filter for a comma-separated list of patterns, on top of the value types that are always allowed. */
    public static ObjectInputFilter filter(String patterns) {
        throw new UnsupportedOperationException();
    }

    /** The filter for the patterns in {@link #PROPERTY}. */
    public static ObjectInputFilter fromSystemProperty() {
        throw new UnsupportedOperationException();
    }
}

package io.ternmq.wire;

/** The bits of {@link Frame.Hello} and {@link Frame.Welcome} that name what may be used beyond the version: a side uses what both have set. */
public final class Capabilities {

    /** Branches of distributed transactions: the frames whose names begin with Xa. */
    public static final long XA = 1;

    /** Deliveries can be handed over between sessions: the frame {@link Frame.Assign}. */
    public static final long ASSIGN = 2;

    /** All that this side knows. */
    public static final long ALL = XA | ASSIGN;

    private Capabilities() {}
}

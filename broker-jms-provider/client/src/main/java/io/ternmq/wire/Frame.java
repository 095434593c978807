package io.ternmq.wire;

import io.ternmq.message.BranchId;
import io.ternmq.message.DestinationName;
import java.util.List;

/**
 * A frame of DMQP version 1. On the wire: an int of the length of all behind it, a type byte, then the fields in the order of the
 * record's components. Numbers called {@code request} pair a question with its one answer ({@link Done}, {@link Created} or
 * {@link Failed}); the client counts them up from 1 on each connection, 0 asks for no answer. See docs/protocol.md.
 */
public sealed interface Frame {

    /** The first frame of a client: what it speaks. {@code heartbeatMillis} is the longest silence it asks for, 0 for none. */
    record Hello(int minVersion, int maxVersion, long capabilities, int maxFrame, int heartbeatMillis, String agent)
            implements Frame {
        /** The four bytes that a connection begins with, "DMQP". */
        public static final int MAGIC = 0x444D5150;
    }

    /** The broker's answer to {@link Hello}: the version in use, its limits, and the SASL mechanisms it offers. */
    record Welcome(
            int version,
            long capabilities,
            int maxFrame,
            int heartbeatMillis,
            String node,
            String connectionId,
            List<String> mechanisms)
            implements Frame {}

    /** The client's choice of SASL mechanism and its first response. */
    record Authenticate(String mechanism, byte[] response) implements Frame {}

    /** A SASL challenge of the broker. */
    record Challenge(byte[] data) implements Frame {}

    /** The client's response to a {@link Challenge}. */
    record Response(byte[] data) implements Frame {}

    /** The login is done, {@code user} is who the connection is; {@code data} is SASL's additional data with success. */
    record LoggedIn(String user, byte[] data) implements Frame {}

    /** Takes a client identifier for the connection (6.1.2). Answered by Done or Failed. */
    record Identify(long request, String clientId) implements Frame {}

    /** Opens a session; the client picks its number. Answered. */
    record OpenSession(long request, int session, boolean transacted) implements Frame {}

    /** Ends a session: its transaction is rolled back, what it holds goes back; {@code seen} was handed to the application. Answered. */
    record CloseSession(long request, int session, List<Seen> seen) implements Frame {}

    /**
     * A message. Answered if {@code request} is not 0: once it is durable for a persistent one. In a transacted session it
     * belongs to the session's transaction, and no answer is given: a failure fails the {@link Commit}.
     *
     * @param priority 0 to 9
     * @param timeToLiveMillis 0 for ever
     * @param delayMillis the delivery delay
     */
    record Send(
            long request,
            int session,
            DestinationName destination,
            boolean persistent,
            int priority,
            long timeToLiveMillis,
            long delayMillis,
            byte[] header,
            byte[] body)
            implements Frame {}

    /** Opens a consumer; the client picks its number, unique in the session. It has no credit yet. Answered. */
    record Subscribe(
            long request,
            int session,
            int consumer,
            DestinationName destination,
            ConsumerKind kind,
            boolean noLocal,
            String selector,
            String subscription)
            implements Frame {}

    /** Ends a consumer: what it holds and is not {@code seen} goes back; what is seen stays with the session. Answered. */
    record CloseConsumer(long request, int session, int consumer, List<Seen> seen) implements Frame {}

    /** Grants a consumer so many more messages. With {@code drain} the broker answers {@link Drained} once no message is ready for it, or the credit is used up, and takes back what credit is left. */
    record Credit(int session, int consumer, int credits, boolean drain) implements Frame {}

    /** The answer to a drain: all that was ready has been sent before this frame, the consumer's credit is 0. */
    record Drained(int session, int consumer) implements Frame {}

    /**
     * Hands deliveries over to another session of the connection: there they belong to a holder, a consumer that has nothing but what
     * it was given. What the consumer does not hold is passed over; where one of the sessions is closed, all is.
     *
     * @param delivery the first of them
     * @param count how many, at most {@link #MAX_COUNT}
     * @param target the session that gets them
     * @param holder the holder's number there: a new one, or one that was given deliveries of the same consumer before
     * @param number that of the first one in the holder, the others follow; above all that were used there
     */
    record Assign(int session, int consumer, long delivery, int count, int target, int holder, long number)
            implements Frame {

        /** The most deliveries of one frame, and the largest gap in a holder's numbers. */
        public static final int MAX_COUNT = 1_000;
    }

    /**
     * A message for a consumer.
     *
     * @param delivery counts up from 1 for each consumer
     * @param deliveryCount JMSXDeliveryCount; above 1 the message is redelivered
     * @param destination where it was sent if that is not the consumer's destination, else null
     */
    record Deliver(
            int session,
            int consumer,
            long delivery,
            int deliveryCount,
            boolean persistent,
            int priority,
            DestinationName destination,
            byte[] header,
            byte[] body)
            implements Frame {}

    /** Acknowledges deliveries; answered, once it is durable, if {@code request} is not 0. Not for transacted sessions. */
    record Acknowledge(long request, int session, List<Seen> seen) implements Frame {}

    /**
     * Takes back all that the session's consumers hold: what is {@code seen} is redelivered, with its count raised, what is not seen
     * comes as if for the first time. All credit is taken back: once answered the client grants anew. Answered.
     */
    record Recover(long request, int session, List<Seen> seen) implements Frame {}

    /** Commits the session's sends together with the acknowledgement of {@code seen}. Answered once it is durable. */
    record Commit(long request, int session, List<Seen> seen) implements Frame {}

    /** Drops the session's sends, and then as {@link Recover}. Answered. */
    record Rollback(long request, int session, List<Seen> seen) implements Frame {}

    /** Makes a temporary destination of this connection. Answered by {@link Created}. */
    record CreateTemporary(long request, boolean topic) implements Frame {}

    /** The answer to {@link CreateTemporary}. */
    record Created(long request, DestinationName destination) implements Frame {}

    /** Deletes a temporary destination of this connection. Answered. */
    record DeleteTemporary(long request, DestinationName destination) implements Frame {}

    /** Deletes a durable subscription (JMS unsubscribe). Answered. */
    record DeleteSubscription(long request, String subscription) implements Frame {}

    /** The request is done. */
    record Done(long request) implements Frame {}

    /** The request failed; for request 0 the connection ends after this frame. */
    record Failed(long request, ErrorCode code, String text) implements Frame {}

    /** Says that the sender is alive. */
    record Heartbeat() implements Frame {}

    /** The orderly end of a connection, by either side. Nothing follows. */
    record Close(String text) implements Frame {}

    /**
     * Makes what the session sends and receives from now on the work of a branch of a distributed transaction. Answered by
     * {@link XaOutcome}, as are the other frames of XA but {@link XaRecover}.
     *
     * @param timeoutSeconds after so long a new branch that is not prepared is rolled back, 0 for never
     */
    record XaStart(long request, int session, BranchId branch, XaStartMode mode, int timeoutSeconds) implements Frame {}

    /** Parts the session from the branch: {@code seen}, what was handed to the application meanwhile, becomes the branch's. */
    record XaEnd(long request, int session, BranchId branch, XaEndMode mode, List<Seen> seen) implements Frame {}

    /** Makes a branch durable, so that it can be committed whatever happens. */
    record XaPrepare(long request, BranchId branch) implements Frame {}

    /** Commits a prepared branch, or with {@code onePhase} one that is not prepared. */
    record XaCommit(long request, BranchId branch, boolean onePhase) implements Frame {}

    /** Rolls a branch back, prepared or not. */
    record XaRollback(long request, BranchId branch) implements Frame {}

    /** Forgets a branch that an administrator has ended. */
    record XaForget(long request, BranchId branch) implements Frame {}

    /** Asks for the branches that are prepared or that an administrator has ended. Answered by {@link XaRecovered}. */
    record XaRecover(long request) implements Frame {}

    /**
     * The answer to a request of XA.
     *
     * @param outcome the code of the XA specification: 0 done, 3 read-only and forgotten, others as {@code XAException} has them
     * @param text why it is not done, one line for humans, else empty
     */
    record XaOutcome(long request, int outcome, String text) implements Frame {}

    /** The answer to {@link XaRecover}. */
    record XaRecovered(long request, List<BranchId> branches) implements Frame {}

    /** How {@link XaStart} takes a branch up, with the code on the wire. */
    enum XaStartMode {
        /** It is a new one. */
        NEW,
        /** It is there, begun by this or another session. */
        JOIN,
        /** It was suspended by {@link XaEnd}. */
        RESUME;

        private static final XaStartMode[] BY_CODE = values();

        /** The mode with that code, or null if this version knows none. */
        static XaStartMode ofCode(int code) {
            return code < BY_CODE.length ? BY_CODE[code] : null;
        }
    }

    /** How {@link XaEnd} leaves a branch, with the code on the wire. */
    enum XaEndMode {
        /** The session has done its part. */
        SUCCESS,
        /** The session's part has failed: the branch can only be rolled back. */
        FAIL,
        /** The session comes back to it. */
        SUSPEND;

        private static final XaEndMode[] BY_CODE = values();

        /** The mode with that code, or null if this version knows none. */
        static XaEndMode ofCode(int code) {
            return code < BY_CODE.length ? BY_CODE[code] : null;
        }
    }

    /** What kind of consumer {@link Subscribe} opens, with the code on the wire. */
    enum ConsumerKind {
        /** A consumer of a queue, or a non-durable, unshared one of a topic. */
        PLAIN,
        /** Sees copies of what a queue holds; its deliveries are not acknowledged. {@link Drained} says that all was sent. */
        BROWSER,
        /** A durable subscription of one consumer at a time (8.3.3). */
        DURABLE,
        /** A non-durable subscription shared by name (8.3.2). */
        SHARED,
        /** A durable subscription shared by name (8.3.4). */
        SHARED_DURABLE;

        private static final ConsumerKind[] BY_CODE = values();

        /** The kind with that code, or null if this version knows none. */
        static ConsumerKind ofCode(int code) {
            return code < BY_CODE.length ? BY_CODE[code] : null;
        }
    }

    /**
     * Deliveries of one consumer.
     *
     * @param consumer its number, that of a closed consumer too
     * @param ranges first and last delivery of each range, ascending and apart
     */
    record Seen(int consumer, long[] ranges) {}
}

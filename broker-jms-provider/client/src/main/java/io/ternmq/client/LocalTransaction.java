package io.ternmq.client;

import io.ternmq.client.transport.RefusedException;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.Seen;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** The transaction of a transacted session (6.2.7). The broker holds its sends; what was seen travels with its end. */
final class LocalTransaction {

    private final SessionCore session;
    private final AtomicBoolean sent = new AtomicBoolean();
    private final AtomicLong ended = new AtomicLong();

    LocalTransaction(SessionCore session) {
        this.session = session;
    }

    /** The identifier of the transaction that is open now, unlike that of any other. */
    String id() {
        return session.link().connectionId() + "-" + session.number() + "-" + (ended.get() + 1);
    }

    /** Sends what becomes part of it. */
    void send(LongFunction<Frame> frame) throws JMSException {
        sent.set(true);
        session.link().send(frame.apply(0));
    }

    void commit() throws JMSException {
        check("commit");
        session.asyncSends().awaitAll();
        List<Seen> batch = session.acknowledgement().drain();
        ended.incrementAndGet();
        if (!sent.getAndSet(false) && batch.isEmpty()) {
            return;
        }
        try {
            session.link().callToEnd(request -> new Frame.Commit(request, session.number(), batch));
        } catch (JMSException e) {
            throw e.getCause() instanceof RefusedException refused ? rolledBack(refused, batch) : e;
        }
    }

    /** Starts the transaction's messages anew after its commit was refused, so that a program that goes on sees them again. */
    private JMSException rolledBack(RefusedException refusal, List<Seen> batch) {
        JMSException told = JmsErrors.with(
                new TransactionRolledBackException(
                        refusal.getMessage(), refusal.code().name()),
                refusal);
        try {
            rollBack(batch);
        } catch (JMSException e) {
            told.addSuppressed(e);
        }
        return told;
    }

    void rollback() throws JMSException {
        check("rollback");
        session.asyncSends().awaitAll();
        List<Seen> batch = session.acknowledgement().drain();
        ended.incrementAndGet();
        if (sent.getAndSet(false) || !batch.isEmpty()) {
            rollBack(batch);
        }
    }

    private void rollBack(List<Seen> batch) throws JMSException {
        session.discard(request -> new Frame.Rollback(request, session.number(), batch));
    }

    private void check(String call) throws JMSException {
        session.checkOpen();
        session.asyncSends().checkNotInCallback(call);
        if (session.mode() == SessionMode.XA) {
            throw new TransactionInProgressException(
                    "An XA session has no " + call + " of its own: its XAResource does that");
        }
        if (session.mode() != SessionMode.TRANSACTED) {
            throw new IllegalStateException("The session is not transacted: there is nothing to " + call);
        }
    }
}

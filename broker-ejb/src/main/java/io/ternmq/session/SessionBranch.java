package io.ternmq.session;

import io.ternmq.session.tx.XaBranch;
import io.ternmq.session.tx.XaBranches;
import io.ternmq.session.tx.XaException;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.XaEndMode;
import java.util.List;
import javax.transaction.xa.XAException;

/** What ties a session to the branches of distributed transactions that it works for, one at a time. Belongs to the connection's thread. */
final class SessionBranch {

    private final ClientConnection connection;
    private final XaBranches branches;
    private final Session session;
    private final SessionConsumers consumers;
    private XaBranch current;
    private boolean used;

    SessionBranch(ClientConnection connection, Session session, SessionConsumers consumers) {
        this.connection = connection;
        this.branches = connection.services().branches();
        this.session = session;
        this.consumers = consumers;
    }

    /** The branch that the session works for now, or null. */
    XaBranch current() {
        return current;
    }

    void start(Frame.XaStart start) {
        XaRequests.answer(connection.peer(), start.request(), () -> {
            if (current != null) {
                throw new XaException(
                        XAException.XAER_PROTO, "the session works for the branch " + current.id() + " already");
            }
            current = branches.start(
                    start.branch(),
                    start.mode(),
                    connection.identity(),
                    session,
                    connection.id(),
                    start.timeoutSeconds());
            used = true;
            connection.worksForBranches();
        });
    }

    void end(Frame.XaEnd end) {
        XaRequests.answer(connection.peer(), end.request(), () -> {
            if (current != null && current.id().equals(end.branch())) {
                XaBranch ending = current;
                current = null;
                ending.end(session, end.mode(), consumers.hold(end.seen()));
            } else if (end.mode() == XaEndMode.SUSPEND) {
                throw new XaException(
                        XAException.XAER_PROTO, "the session does not work for the branch " + end.branch());
            } else { // one that it has suspended
                branches.find(end.branch(), connection.identity()).end(session, end.mode(), List.of());
            }
        });
    }

    /** The session has closed, or its connection is lost. */
    void closed() {
        current = null;
        if (used) {
            branches.sessionClosed(session);
        }
    }
}

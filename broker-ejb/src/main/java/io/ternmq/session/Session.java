package io.ternmq.session;

import io.ternmq.delivery.Partition;
import io.ternmq.delivery.UnitOfWork;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.Destination;
import io.ternmq.security.Permission;
import io.ternmq.session.tx.Causes;
import io.ternmq.session.tx.PendingSends;
import io.ternmq.session.tx.Transaction;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.Seen;
import io.ternmq.wire.ProtocolException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A session of a connection: its consumers, and its transaction if it is transacted. Belongs to the connection's thread. */
public final class Session {

    private static final int OVERHEAD = 256; // about what a message takes beyond its bytes

    private final ClientConnection connection;
    private final SessionServices services;
    private final int number;
    private final PendingSends local; // of its own transaction; null if it is not transacted
    private final SessionBranch branch;
    private final SessionConsumers consumers;
    private final OrderedSends sends = new OrderedSends();

    Session(ClientConnection connection, int number, boolean transacted) {
        this.connection = connection;
        this.services = connection.services();
        this.number = number;
        this.local = transacted ? new PendingSends() : null;
        this.consumers = new SessionConsumers(connection, number);
        this.branch = new SessionBranch(connection, this, consumers);
    }

    /** How many consumers are open. */
    public int consumerCount() {
        return consumers.count();
    }

    /** The way of a message: may it, where does it go, is it kept, and the producer's receipt. */
    void onSend(Frame.Send send) {
        try {
            connection.require(Permission.SEND, send.destination());
            BrokerMessage message = message(send);
            SenderCheck.check(message, connection.identity());
            Destination destination = services.partitions().destinationOfSend(send.destination());
            Partition partition = services.partitions().of(services.router().route(destination, message));
            Transaction transaction = transaction();
            if (transaction != null) {
                transaction.add(partition, message);
            } else {
                connection.answer(send.request(), tracked(message, sends.send(partition, message)));
            }
        } catch (RuntimeException e) {
            refuse(send, e);
        }
    }

    /** Counts the message as work until it is durable; its lane delivers it then. */
    private CompletableFuture<Void> tracked(BrokerMessage message, CompletableFuture<Void> sent) {
        if (!sent.isDone()) {
            long bytes = OVERHEAD + message.header().length + (long) message.body().length;
            connection.peer().working(bytes);
            sent.whenComplete((done, failure) -> connection.peer().working(-bytes));
        }
        return sent;
    }

    private Transaction transaction() {
        return local != null ? local : branch.current();
    }

    private void refuse(Frame.Send send, RuntimeException reason) {
        Transaction transaction = transaction();
        if (transaction != null) {
            transaction.fail(reason);
        } else {
            connection.answer(send.request(), CompletableFuture.failedFuture(reason));
        }
    }

    private BrokerMessage message(Frame.Send send) {
        if (send.priority() > 9) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "a priority is 0 to 9, not " + send.priority());
        }
        long now = services.clock().millis();
        return new BrokerMessage(
                connection.publisher(),
                send.persistent(),
                send.priority(),
                after(now, send.timeToLiveMillis(), 0),
                after(now, send.delayMillis(), Long.MAX_VALUE),
                send.header(),
                send.body());
    }

    private static long after(long now, long millis, long never) {
        if (millis == 0) {
            return 0;
        }
        return millis > Long.MAX_VALUE - now ? never : now + millis;
    }

    void onSubscribe(Frame.Subscribe subscribe) {
        consumers.subscribe(subscribe);
    }

    void onCredit(Frame.Credit credit) {
        consumers.credit(credit);
    }

    /** Hands deliveries of a consumer over to another session. */
    void onAssign(Frame.Assign assign, Session target) {
        consumers.assign(assign, target.consumers);
    }

    void onCloseConsumer(Frame.CloseConsumer close) {
        consumers.close(close);
    }

    /** The connection takes more again. */
    void resume() {
        consumers.resume();
    }

    void onAcknowledge(Frame.Acknowledge acknowledge) {
        if (transaction() != null) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "a session acknowledges by the end of its transaction while it has one");
        }
        CompletableFuture<Void> done = consumers.acknowledge(acknowledge.seen());
        if (acknowledge.request() != 0) {
            connection.answer(acknowledge.request(), done);
        }
    }

    void onCommit(Frame.Commit commit) {
        PendingSends ending = requireTransacted();
        RuntimeException failure = ending.failure();
        if (failure != null) {
            ending.clear();
            connection.answer(
                    commit.request(),
                    consumers
                            .release(commit.seen())
                            .thenCompose(done -> CompletableFuture.failedFuture(new ProtocolException(
                                    ErrorCode.ROLLED_BACK,
                                    "rolled back, because a send failed: "
                                            + Causes.of(failure).getMessage()))));
            return;
        }
        UnitOfWork unit = new UnitOfWork(services.store());
        ending.addTo(unit);
        ending.clear();
        consumers.acknowledgeWith(unit, commit.seen());
        connection.answer(commit.request(), unit.commit());
        consumers.forgetEmpty(commit.seen());
    }

    void onRollback(Frame.Rollback rollback) {
        requireTransacted().clear();
        connection.answer(rollback.request(), consumers.release(rollback.seen()));
    }

    void onRecover(Frame.Recover recover) {
        if (transaction() != null) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "a session recovers by the rollback of its transaction while it has one");
        }
        connection.answer(recover.request(), consumers.release(recover.seen()));
    }

    void onXaStart(Frame.XaStart start) {
        if (local != null) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL,
                    "the session " + number + " has transactions of its own: it works for no branch");
        }
        branch.start(start);
    }

    void onXaEnd(Frame.XaEnd end) {
        branch.end(end);
    }

    CompletableFuture<Void> close(List<Seen> seen) {
        if (local != null) {
            local.clear();
        }
        branch.closed();
        return consumers.closeAll(seen);
    }

    void lost() {
        branch.closed();
        consumers.lost();
    }

    private PendingSends requireTransacted() {
        if (local == null) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "the session " + number + " is not transacted");
        }
        return local;
    }
}

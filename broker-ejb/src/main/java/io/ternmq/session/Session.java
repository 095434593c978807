package io.ternmq.session;

import io.ternmq.delivery.Partition;
import io.ternmq.delivery.UnitOfWork;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.Destination;
import io.ternmq.security.Permission;
import io.ternmq.session.tx.LocalTransaction;
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
    private final LocalTransaction transaction; // null if it is not transacted
    private final SessionConsumers consumers;

    Session(ClientConnection connection, int number, boolean transacted) {
        this.connection = connection;
        this.services = connection.services();
        this.number = number;
        this.transaction = transacted ? new LocalTransaction() : null;
        this.consumers = new SessionConsumers(connection, number);
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
            Destination destination = services.partitions().destination(send.destination());
            Partition partition = services.partitions().of(services.router().route(destination, message));
            if (transaction != null) {
                transaction.add(partition, message);
            } else {
                connection.answer(send.request(), tracked(message, partition.send(message)));
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

    private void refuse(Frame.Send send, RuntimeException reason) {
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
        if (transaction != null) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "a transacted session acknowledges by its commit");
        }
        CompletableFuture<Void> done = consumers.acknowledge(acknowledge.seen());
        if (acknowledge.request() != 0) {
            connection.answer(acknowledge.request(), done);
        }
    }

    void onCommit(Frame.Commit commit) {
        LocalTransaction ending = requireTransacted();
        UnitOfWork unit = new UnitOfWork(services.store());
        RuntimeException failure = ending.moveTo(unit);
        if (failure != null) {
            connection.answer(
                    commit.request(),
                    consumers
                            .release(commit.seen())
                            .thenCompose(done -> CompletableFuture.failedFuture(new ProtocolException(
                                    ErrorCode.ROLLED_BACK,
                                    "rolled back, because a send failed: "
                                            + Failures.cause(failure).getMessage()))));
            return;
        }
        consumers.acknowledgeWith(unit, commit.seen());
        connection.answer(commit.request(), unit.commit());
        consumers.forgetEmpty(commit.seen());
    }

    void onRollback(Frame.Rollback rollback) {
        requireTransacted().clear();
        connection.answer(rollback.request(), consumers.release(rollback.seen()));
    }

    void onRecover(Frame.Recover recover) {
        if (transaction != null) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "a transacted session recovers by its rollback");
        }
        connection.answer(recover.request(), consumers.release(recover.seen()));
    }

    CompletableFuture<Void> close(List<Seen> seen) {
        if (transaction != null) {
            transaction.clear();
        }
        return consumers.closeAll(seen);
    }

    void lost() {
        consumers.lost();
    }

    private LocalTransaction requireTransacted() {
        if (transaction == null) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "the session " + number + " is not transacted");
        }
        return transaction;
    }
}

package io.ternmq.session;

import io.ternmq.delivery.Browser;
import io.ternmq.delivery.ConsumerHandle;
import io.ternmq.delivery.Partition;
import io.ternmq.delivery.QueuePartition;
import io.ternmq.delivery.Ranges;
import io.ternmq.delivery.SubscriptionSpec;
import io.ternmq.delivery.TopicPartition;
import io.ternmq.delivery.UnitOfWork;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.BrokerMessage.Publisher;
import io.ternmq.routing.Destination;
import io.ternmq.security.Permission;
import io.ternmq.selector.Selector;
import io.ternmq.session.tx.LocalTransaction;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.ConsumerKind;
import io.ternmq.wire.Frame.Seen;
import io.ternmq.wire.ProtocolException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A session of a connection: its consumers, and its transaction if it is transacted. Belongs to the connection's thread. */
public final class Session {

    private static final Ranges ALL = new Ranges(new long[] {1, Long.MAX_VALUE});

    private final ClientConnection connection;
    private final SessionServices services;
    private final int number;
    private final LocalTransaction transaction; // null if it is not transacted
    private final Map<Integer, ConsumerHandle> consumers = new ConcurrentHashMap<>(); // management counts them
    private final Map<Integer, ConsumerHandle> closed =
            new HashMap<>(); // they may hold what was seen and not acknowledged
    private final Map<Integer, Browser> browsers = new HashMap<>();

    Session(ClientConnection connection, int number, boolean transacted) {
        this.connection = connection;
        this.services = connection.services();
        this.number = number;
        this.transaction = transacted ? new LocalTransaction() : null;
    }

    /** How many consumers are open. */
    public int consumerCount() {
        return consumers.size();
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
                connection.answer(send.request(), partition.send(message)); // its lane delivers it once it is durable
            }
        } catch (RuntimeException e) {
            refuse(send, e);
        }
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
                after(now, send.timeToLiveMillis()),
                after(now, send.delayMillis()),
                send.header(),
                send.body());
    }

    private static long after(long now, long millis) {
        return millis == 0 || millis > Long.MAX_VALUE - now ? 0 : now + millis;
    }

    void onSubscribe(Frame.Subscribe subscribe) {
        if (consumers.containsKey(subscribe.consumer())
                || closed.containsKey(subscribe.consumer())
                || browsers.containsKey(subscribe.consumer())) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "the consumer " + subscribe.consumer() + " is there already");
        }
        boolean browse = subscribe.kind() == ConsumerKind.BROWSER;
        connection.require(browse ? Permission.BROWSE : Permission.RECEIVE, subscribe.destination());
        Partition partition = services.partitions().of(services.partitions().destination(subscribe.destination()));
        if (partition instanceof QueuePartition queue) {
            subscribeQueue(queue, subscribe, browse);
        } else if (partition instanceof TopicPartition topic) {
            requireOwn(topic.destination());
            opened(
                    subscribe,
                    services.subscriptions()
                            .subscribe(topic, spec(subscribe), connection.peer(), number, subscribe.consumer()));
        }
    }

    private void subscribeQueue(QueuePartition queue, Frame.Subscribe subscribe, boolean browse) {
        requireOwn(queue.destination());
        Selector selector = Selector.ofNullable(subscribe.selector());
        if (!browse) {
            opened(subscribe, queue.subscribe(connection.peer(), number, subscribe.consumer(), selector));
            return;
        }
        queue.browse(connection.peer(), number, subscribe.consumer(), selector)
                .whenCompleteAsync(
                        (browser, failure) -> {
                            if (failure == null) {
                                browsers.put(subscribe.consumer(), browser);
                            }
                            connection
                                    .peer()
                                    .send(
                                            failure == null
                                                    ? new Frame.Done(subscribe.request())
                                                    : Failures.toFrame(subscribe.request(), failure));
                        },
                        connection.peer());
    }

    private void requireOwn(Destination destination) {
        if (!destination.isOpenTo(connection.id())) {
            throw new ProtocolException(
                    ErrorCode.INVALID_DESTINATION,
                    destination.name() + " belongs to another connection: only that one may consume from it");
        }
    }

    private SubscriptionSpec spec(Frame.Subscribe subscribe) {
        boolean durable = subscribe.kind() == ConsumerKind.DURABLE || subscribe.kind() == ConsumerKind.SHARED_DURABLE;
        boolean shared = subscribe.kind() == ConsumerKind.SHARED || subscribe.kind() == ConsumerKind.SHARED_DURABLE;
        if (durable || shared ? subscribe.subscription().isBlank() : subscribe.kind() == ConsumerKind.BROWSER) {
            throw new ProtocolException(
                    ErrorCode.ILLEGAL_STATE,
                    durable || shared ? "a subscription's name is not blank" : "a topic cannot be browsed");
        }
        if (subscribe.kind() == ConsumerKind.DURABLE && connection.clientId().isEmpty()) {
            throw new ProtocolException(
                    ErrorCode.ILLEGAL_STATE, "an unshared durable subscription needs a client identifier");
        }
        Selector.ofNullable(subscribe.selector()); // checked before anything is made (3.8.1.1)
        Publisher noLocalOf = !subscribe.noLocal()
                ? null
                : durable ? Publisher.ofClient(connection.clientId()) : connection.publisher();
        return new SubscriptionSpec(
                connection.clientId(), subscribe.subscription(), durable, shared, noLocalOf, subscribe.selector());
    }

    private void opened(Frame.Subscribe subscribe, CompletableFuture<ConsumerHandle> opening) {
        opening.whenCompleteAsync(
                (handle, failure) -> {
                    if (failure != null) {
                        connection.peer().send(Failures.toFrame(subscribe.request(), failure));
                    } else if (connection.isEnded()) {
                        handle.lost();
                    } else {
                        consumers.put(subscribe.consumer(), handle);
                        connection.peer().send(new Frame.Done(subscribe.request()));
                    }
                },
                connection.peer());
    }

    void onCredit(Frame.Credit credit) {
        ConsumerHandle consumer = consumers.get(credit.consumer());
        Browser browser = browsers.get(credit.consumer());
        if (consumer != null) {
            consumer.credit(credit.credits(), credit.drain());
        } else if (browser != null) {
            browser.credit(credit.credits());
        } // else it was closed by an older frame
    }

    void onAcknowledge(Frame.Acknowledge acknowledge) {
        if (transaction != null) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "a transacted session acknowledges by its commit");
        }
        List<CompletableFuture<Void>> done = new ArrayList<>(acknowledge.seen().size());
        for (Seen seen : acknowledge.seen()) {
            ConsumerHandle consumer = handle(seen.consumer());
            if (consumer != null) {
                done.add(consumer.acknowledge(new Ranges(seen.ranges())));
            }
            closed.remove(seen.consumer());
        }
        if (acknowledge.request() != 0) {
            connection.answer(acknowledge.request(), all(done));
        }
    }

    void onCommit(Frame.Commit commit) {
        LocalTransaction ending = requireTransacted();
        UnitOfWork unit = new UnitOfWork(services.store());
        RuntimeException failure = ending.moveTo(unit);
        if (failure != null) {
            connection.answer(
                    commit.request(),
                    releaseAll(commit.seen())
                            .thenCompose(done -> CompletableFuture.failedFuture(new ProtocolException(
                                    ErrorCode.ROLLED_BACK,
                                    "rolled back, because a send failed: "
                                            + Failures.cause(failure).getMessage()))));
            return;
        }
        for (Seen seen : commit.seen()) {
            ConsumerHandle consumer = handle(seen.consumer());
            if (consumer != null) {
                unit.add(consumer.acknowledging(new Ranges(seen.ranges())));
            }
        }
        closed.clear();
        connection.answer(commit.request(), unit.commit());
    }

    void onRollback(Frame.Rollback rollback) {
        requireTransacted().clear();
        connection.answer(rollback.request(), releaseAll(rollback.seen()));
    }

    void onRecover(Frame.Recover recover) {
        connection.answer(recover.request(), releaseAll(recover.seen()));
    }

    void onCloseConsumer(Frame.CloseConsumer close) {
        if (browsers.remove(close.consumer()) != null) {
            connection.peer().send(new Frame.Done(close.request()));
            return;
        }
        ConsumerHandle consumer = consumers.remove(close.consumer());
        if (consumer == null) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "there is no consumer " + close.consumer() + " in this session");
        }
        Ranges seen = ranges(close.consumer(), close.seen());
        if (seen != Ranges.NONE) {
            closed.put(close.consumer(), consumer);
        }
        connection.answer(close.request(), consumer.close(seen));
    }

    CompletableFuture<Void> close(List<Seen> seen) {
        if (transaction != null) {
            transaction.clear();
        }
        List<CompletableFuture<Void>> done = new ArrayList<>();
        done.add(releaseAll(seen));
        consumers.values().forEach(consumer -> done.add(consumer.close(Ranges.NONE)));
        consumers.clear();
        browsers.clear();
        return all(done);
    }

    void lost() {
        consumers.values().forEach(ConsumerHandle::lost);
        closed.values().forEach(consumer -> consumer.release(ALL));
        consumers.clear();
        closed.clear();
        browsers.clear();
    }

    private CompletableFuture<Void> releaseAll(List<Seen> seen) {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        closed.values()
                .forEach(consumer -> done.add(consumer.release(ALL))); // the later messages of a queue come back first
        consumers.forEach((id, consumer) -> done.add(consumer.release(ranges(id, seen))));
        closed.clear();
        return all(done);
    }

    private LocalTransaction requireTransacted() {
        if (transaction == null) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "the session " + number + " is not transacted");
        }
        return transaction;
    }

    private ConsumerHandle handle(int consumer) {
        ConsumerHandle open = consumers.get(consumer);
        return open != null ? open : closed.get(consumer);
    }

    private static Ranges ranges(int consumer, Collection<Seen> all) {
        for (Seen seen : all) {
            if (seen.consumer() == consumer && seen.ranges().length > 0) {
                return new Ranges(seen.ranges());
            }
        }
        return Ranges.NONE;
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
        return futures.size() == 1
                ? futures.get(0)
                : CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}

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
import java.util.function.Consumer;

/** A session of a connection: its consumers, and its transaction if it is transacted. Belongs to the connection's thread. */
public final class Session {

    private static final int OVERHEAD = 256; // about what a message takes beyond its bytes
    private static final int MAX_CONSUMERS = 10_000;
    private static final int MAX_WAITING = 1000; // frames for a consumer that is being opened

    private static final Ranges ALL = new Ranges(new long[] {1, Long.MAX_VALUE});

    private final ClientConnection connection;
    private final SessionServices services;
    private final int number;
    private final LocalTransaction transaction; // null if it is not transacted
    private final Map<Integer, ConsumerHandle> consumers = new ConcurrentHashMap<>(); // management counts them
    private final Map<Integer, ConsumerHandle> closed =
            new HashMap<>(); // they may hold what was seen and not acknowledged
    private final Map<Integer, Browser> browsers = new HashMap<>();
    private final Map<Integer, List<Runnable>> opening = new HashMap<>(); // with what was asked of them meanwhile
    private boolean ended;

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
        if (consumers.containsKey(subscribe.consumer())
                || closed.containsKey(subscribe.consumer())
                || opening.containsKey(subscribe.consumer())
                || browsers.containsKey(subscribe.consumer())) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "the consumer " + subscribe.consumer() + " is there already");
        }
        if (consumers.size() + browsers.size() + closed.size() + opening.size() >= MAX_CONSUMERS) {
            throw new ProtocolException(
                    ErrorCode.RESOURCE_LIMIT, "a session has at most " + MAX_CONSUMERS + " consumers; close some");
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
        whenOpened(
                subscribe,
                queue.browse(connection.peer(), number, subscribe.consumer(), selector),
                browser -> browsers.put(subscribe.consumer(), browser),
                browser -> {});
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
        whenOpened(subscribe, opening, handle -> consumers.put(subscribe.consumer(), handle), ConsumerHandle::lost);
    }

    /**
     * Answers a Subscribe once its consumer is there, and then does what was asked of it meanwhile.
     *
     * @param late takes one that comes when the session has ended
     */
    private <T> void whenOpened(
            Frame.Subscribe subscribe, CompletableFuture<T> consumer, Consumer<T> opened, Consumer<T> late) {
        opening.put(subscribe.consumer(), new ArrayList<>());
        consumer.whenCompleteAsync(
                (handle, failure) -> {
                    List<Runnable> waiting = opening.remove(subscribe.consumer());
                    if (failure != null) {
                        connection.peer().send(Failures.toFrame(subscribe.request(), failure));
                    } else if (ended) {
                        late.accept(handle);
                        connection
                                .peer()
                                .send(new Frame.Failed(
                                        subscribe.request(), ErrorCode.ILLEGAL_STATE, "the session was closed"));
                        return;
                    } else {
                        opened.accept(handle);
                        connection.peer().send(new Frame.Done(subscribe.request()));
                    }
                    waiting.forEach(Runnable::run);
                },
                connection.peer());
    }

    /** Whether the frame has to wait for its consumer to be there. */
    private boolean waits(int consumer, Runnable frame) {
        List<Runnable> waiting = opening.get(consumer);
        if (waiting == null) {
            return false;
        }
        if (waiting.size() == MAX_WAITING) {
            throw new ProtocolException(
                    ErrorCode.RESOURCE_LIMIT,
                    "too many frames for the consumer " + consumer + ", which is being opened");
        }
        waiting.add(frame);
        return true;
    }

    /** The connection takes more again. */
    void resume() {
        consumers.values().forEach(ConsumerHandle::resume);
        browsers.values().forEach(Browser::resume);
    }

    void onCredit(Frame.Credit credit) {
        if (waits(credit.consumer(), () -> onCredit(credit))) {
            return;
        }
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
        }
        forgetEmpty(acknowledge.seen());
        if (acknowledge.request() != 0) {
            connection.answer(acknowledge.request(), all(done));
        }
    }

    /** A closed consumer is kept while it holds something that can still be acknowledged or has to go back. */
    private void forgetEmpty(List<Seen> settled) {
        settled.forEach(seen -> forgetIfEmpty(seen.consumer()));
    }

    private void forgetIfEmpty(int number) {
        ConsumerHandle consumer = closed.get(number);
        if (consumer != null) {
            consumer.isEmpty()
                    .thenAcceptAsync(
                            empty -> {
                                if (empty) {
                                    closed.remove(number, consumer);
                                }
                            },
                            connection.peer());
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
        connection.answer(commit.request(), unit.commit());
        forgetEmpty(commit.seen());
    }

    void onRollback(Frame.Rollback rollback) {
        requireTransacted().clear();
        connection.answer(rollback.request(), releaseAll(rollback.seen()));
    }

    void onRecover(Frame.Recover recover) {
        if (transaction != null) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "a transacted session recovers by its rollback");
        }
        connection.answer(recover.request(), releaseAll(recover.seen()));
    }

    void onCloseConsumer(Frame.CloseConsumer close) {
        if (waits(close.consumer(), () -> connection.attempt(close.request(), () -> onCloseConsumer(close)))) {
            return;
        }
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
        forgetIfEmpty(close.consumer());
    }

    CompletableFuture<Void> close(List<Seen> seen) {
        ended = true;
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
        ended = true;
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

package io.ternmq.session;

import io.ternmq.delivery.Browser;
import io.ternmq.delivery.ConsumerHandle;
import io.ternmq.delivery.HeldDeliveries;
import io.ternmq.delivery.Partition;
import io.ternmq.delivery.QueuePartition;
import io.ternmq.delivery.Ranges;
import io.ternmq.delivery.SubscribedPartition;
import io.ternmq.delivery.SubscriptionSpec;
import io.ternmq.delivery.UnitOfWork;
import io.ternmq.routing.BrokerMessage.Publisher;
import io.ternmq.routing.Destination;
import io.ternmq.security.Permission;
import io.ternmq.selector.Selector;
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

/**
 * A session's consumers: those that are being opened, open, or closed while they still hold what the application has seen. Belongs to
 * the connection's thread.
 */
final class SessionConsumers {

    private static final int MAX_CONSUMERS = 10_000;
    private static final int MAX_WAITING = 1000; // frames for a consumer that is being opened

    private static final Ranges ALL = new Ranges(new long[] {1, Long.MAX_VALUE});

    private final ClientConnection connection;
    private final SessionServices services;
    private final int session;
    private final Map<Integer, ConsumerHandle> consumers = new ConcurrentHashMap<>(); // management counts them
    private final Map<Integer, ConsumerHandle> closed =
            new HashMap<>(); // they may hold what was seen and not acknowledged
    private final Map<Integer, ConsumerHandle> holders = new HashMap<>(); // of what other sessions handed over
    private final Map<Integer, Browser> browsers = new HashMap<>();
    private final Map<Integer, List<Runnable>> opening = new HashMap<>(); // with what was asked of them meanwhile
    private boolean ended;

    SessionConsumers(ClientConnection connection, int session) {
        this.connection = connection;
        this.services = connection.services();
        this.session = session;
    }

    /** How many are open; from any thread. */
    int count() {
        return consumers.size();
    }

    void subscribe(Frame.Subscribe subscribe) {
        requireNew(subscribe.consumer());
        boolean browse = subscribe.kind() == ConsumerKind.BROWSER;
        connection.require(browse ? Permission.BROWSE : Permission.RECEIVE, subscribe.destination());
        Partition partition = services.partitions().of(services.partitions().destination(subscribe.destination()));
        if (partition instanceof QueuePartition queue) {
            subscribeQueue(queue, subscribe, browse);
        } else if (partition instanceof SubscribedPartition topic) {
            requireOwn(topic.destination());
            opened(
                    subscribe,
                    services.subscriptions()
                            .subscribe(topic, spec(subscribe), connection.peer(), session, subscribe.consumer()));
        }
    }

    private void requireNew(int consumer) {
        if (consumers.containsKey(consumer)
                || closed.containsKey(consumer)
                || holders.containsKey(consumer)
                || opening.containsKey(consumer)
                || browsers.containsKey(consumer)) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "the consumer " + consumer + " is there already");
        }
        if (consumers.size() + browsers.size() + closed.size() + holders.size() + opening.size() >= MAX_CONSUMERS) {
            throw new ProtocolException(
                    ErrorCode.RESOURCE_LIMIT, "a session has at most " + MAX_CONSUMERS + " consumers; close some");
        }
    }

    /** Hands deliveries of a consumer over to another session's holder. */
    void assign(Frame.Assign assign, SessionConsumers target) {
        if (assign.count() > Frame.Assign.MAX_COUNT) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "at most " + Frame.Assign.MAX_COUNT + " deliveries are assigned at once");
        }
        if (assign.number() > Long.MAX_VALUE - Frame.Assign.MAX_COUNT) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "a holder has no number as high as " + assign.number());
        }
        ConsumerHandle consumer = consumers.get(assign.consumer());
        if (consumer != null) { // else it was closed by an older frame
            consumer.assign(assign.delivery(), assign.count(), target.holder(assign, consumer), assign.number());
        }
    }

    private ConsumerHandle holder(Frame.Assign assign, ConsumerHandle of) {
        ConsumerHandle holder = holders.get(assign.holder());
        if (holder == null) {
            requireNew(assign.holder());
            holder = of.holder(session, assign.holder());
            holders.put(assign.holder(), holder);
        } else if (!holder.isOfSameQueue(of)) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "the holder " + assign.holder() + " has deliveries of another consumer");
        }
        return holder;
    }

    private void subscribeQueue(QueuePartition queue, Frame.Subscribe subscribe, boolean browse) {
        requireOwn(queue.destination());
        Selector selector = Selector.ofNullable(subscribe.selector());
        if (!browse) {
            opened(subscribe, queue.subscribe(connection.peer(), session, subscribe.consumer(), selector));
            return;
        }
        whenOpened(
                subscribe,
                queue.browse(connection.peer(), session, subscribe.consumer(), selector),
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
        if (durable && subscribe.destination().isTemporary()) {
            throw new ProtocolException(
                    ErrorCode.INVALID_DESTINATION,
                    subscribe.destination() + " is temporary: it can have no durable subscription");
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

    void credit(Frame.Credit credit) {
        if (waits(credit.consumer(), () -> credit(credit))) {
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

    /** Acknowledges; done once that is durable. */
    CompletableFuture<Void> acknowledge(List<Seen> all) {
        List<CompletableFuture<Void>> done = new ArrayList<>(all.size());
        for (Seen seen : all) {
            ConsumerHandle consumer = handle(seen.consumer());
            if (consumer != null) {
                done.add(consumer.acknowledge(new Ranges(seen.ranges())));
            }
        }
        forgetEmpty(all);
        return all(done);
    }

    /** Makes the acknowledgement a part of a transaction. */
    void acknowledgeWith(UnitOfWork unit, List<Seen> all) {
        for (Seen seen : all) {
            ConsumerHandle consumer = handle(seen.consumer());
            if (consumer != null) {
                unit.add(consumer.acknowledging(new Ranges(seen.ranges())));
            }
        }
    }

    /** Takes what the application has seen from the consumers, on behalf of a branch of a distributed transaction. */
    List<CompletableFuture<HeldDeliveries>> hold(List<Seen> all) {
        List<CompletableFuture<HeldDeliveries>> held = new ArrayList<>(all.size());
        for (Seen seen : all) {
            ConsumerHandle consumer = handle(seen.consumer());
            if (consumer != null) {
                held.add(consumer.hold(new Ranges(seen.ranges())));
            }
        }
        forgetEmpty(all);
        return held;
    }

    /** A closed consumer is kept while it holds something that can still be acknowledged or has to go back. */
    void forgetEmpty(List<Seen> settled) {
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

    void close(Frame.CloseConsumer close) {
        if (waits(close.consumer(), () -> connection.attempt(close.request(), () -> close(close)))) {
            return;
        }
        if (browsers.remove(close.consumer()) != null) {
            connection.peer().send(new Frame.Done(close.request()));
            return;
        }
        ConsumerHandle open = consumers.remove(close.consumer());
        ConsumerHandle consumer = open != null ? open : holders.remove(close.consumer());
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

    /** The session has ended: all of them do. */
    CompletableFuture<Void> closeAll(List<Seen> seen) {
        ended = true;
        List<CompletableFuture<Void>> done = new ArrayList<>();
        done.add(release(seen));
        consumers.values().forEach(consumer -> done.add(consumer.close(Ranges.NONE)));
        consumers.clear();
        holders.clear(); // they have nothing any more
        browsers.clear();
        return all(done);
    }

    /** The connection is lost: they may have seen all that they hold. */
    void lost() {
        ended = true;
        consumers.values().forEach(ConsumerHandle::lost);
        holders.values().forEach(ConsumerHandle::lost);
        closed.values().forEach(consumer -> consumer.release(ALL));
        consumers.clear();
        holders.clear();
        closed.clear();
        browsers.clear();
    }

    /** Takes back all that they hold, and their credit. */
    CompletableFuture<Void> release(List<Seen> seen) {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        closed.values()
                .forEach(consumer -> done.add(consumer.release(ALL))); // the later messages of a queue come back first
        holders.forEach((id, holder) -> done.add(holder.release(ranges(id, seen))));
        consumers.forEach((id, consumer) -> done.add(consumer.release(ranges(id, seen))));
        closed.clear();
        return all(done);
    }

    private ConsumerHandle handle(int consumer) {
        ConsumerHandle open = consumers.get(consumer);
        ConsumerHandle holding = open != null ? open : holders.get(consumer);
        return holding != null ? holding : closed.get(consumer);
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

package io.ternmq.management;

import io.ternmq.delivery.Partition;
import io.ternmq.delivery.Partitions;
import io.ternmq.delivery.QueuePartition;
import io.ternmq.delivery.QueueSnapshot;
import io.ternmq.delivery.SubscribedPartition;
import io.ternmq.delivery.SubscriptionSnapshot;
import io.ternmq.message.DestinationName;
import io.ternmq.message.DestinationName.Kind;
import io.ternmq.metrics.Counters;
import io.ternmq.routing.Destination;
import io.ternmq.routing.Destinations;
import io.ternmq.session.ClientConnection;
import io.ternmq.session.ConnectionRegistry;
import io.ternmq.session.Session;
import io.ternmq.session.tx.XaBranches;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** {@link Management} of this node's broker. Asks each lane for what is its own. */
public final class BrokerManagement implements Management {

    private static final int LANE_PATIENCE_SECONDS = 10;

    private final NodeIdentity node;
    private final BooleanSupplier ready;
    private final Destinations destinations;
    private final Partitions partitions;
    private final ConnectionRegistry connections;
    private final Transactions transactions;
    private final RateSampler rates;

    /**
     * What does not change of a node while it runs.
     *
     * @param name its name
     * @param address HOST:PORT
     * @param version of Tern
     * @param store what keeps its messages, for people
     * @param since ms since 1970
     */
    public record NodeIdentity(String name, String address, String version, String store, long since) {}

    /** @param ready whether the broker takes connections now */
    public BrokerManagement(
            NodeIdentity node,
            BooleanSupplier ready,
            Destinations destinations,
            Partitions partitions,
            ConnectionRegistry connections,
            XaBranches branches,
            RateSampler rates) {
        this.node = node;
        this.ready = ready;
        this.destinations = destinations;
        this.partitions = partitions;
        this.connections = connections;
        this.transactions = new Transactions(branches);
        this.rates = rates;
    }

    @Override
    public boolean isReady() {
        return ready.getAsBoolean();
    }

    @Override
    public List<QueueView> queues() {
        Map<QueuePartition, CompletableFuture<QueueSnapshot>> asked = new LinkedHashMap<>();
        partitions.all().stream()
                .filter(QueuePartition.class::isInstance)
                .map(QueuePartition.class::cast)
                .sorted(Comparator.comparing(queue -> queue.destination().name().name()))
                .forEach(queue -> asked.put(queue, queue.snapshot()));
        List<QueueView> views = new ArrayList<>(asked.size());
        asked.forEach((queue, snapshot) -> views.add(view(queue, await(snapshot))));
        return views;
    }

    @Override
    public Optional<QueueView> queue(String name) {
        return findQueue(name).map(queue -> view(queue, await(queue.snapshot())));
    }

    @Override
    public Optional<List<MessageView>> messages(String queue, int limit) {
        return findQueue(queue)
                .map(found ->
                        await(found.peek(limit)).stream().map(MessageViews::of).toList());
    }

    private Optional<QueuePartition> findQueue(String name) {
        return find(Kind.QUEUE, name).or(() -> find(Kind.TEMPORARY_QUEUE, name));
    }

    private Optional<QueuePartition> find(Kind kind, String name) {
        return destinations
                .find(new DestinationName(kind, name))
                .flatMap(partitions::find)
                .map(QueuePartition.class::cast);
    }

    private QueueView view(QueuePartition queue, QueueSnapshot now) {
        DestinationName name = queue.destination().name();
        Counters counters = queue.counters();
        RateSampler.Rates rate = rates.of(queue.destination().id());
        return new QueueView(
                name.name(),
                name.isTemporary(),
                now.depth(),
                now.held(),
                now.consumers(),
                counters.enqueued(),
                counters.dequeued(),
                counters.expired(),
                rate.enqueued(),
                rate.dequeued());
    }

    @Override
    public List<TopicView> topics() {
        List<TopicView> views = new ArrayList<>();
        for (Partition partition : partitions.all()) {
            if (partition instanceof SubscribedPartition topic) {
                DestinationName name = topic.destination().name();
                List<SubscriptionView> subscriptions = await(topic.snapshot()).stream()
                        .map(BrokerManagement::view)
                        .toList();
                views.add(new TopicView(name.name(), name.isTemporary(), topic.published(), subscriptions));
            }
        }
        views.sort(Comparator.comparing(TopicView::name));
        return views;
    }

    private static SubscriptionView view(SubscriptionSnapshot now) {
        return new SubscriptionView(
                now.spec().clientId(),
                now.spec().name(),
                now.spec().durable(),
                now.spec().shared(),
                now.spec().selector(),
                now.queue().depth(),
                now.queue().held(),
                now.queue().consumers());
    }

    @Override
    public List<ConnectionView> connections() {
        return connections.all().stream()
                .sorted(Comparator.comparingLong(ClientConnection::since).thenComparing(ClientConnection::id))
                .map(c -> new ConnectionView(
                        c.id(),
                        c.identity().name(),
                        c.clientId(),
                        c.address(),
                        c.agent(),
                        c.since(),
                        c.sessions().size(),
                        c.sessions().stream().mapToInt(Session::consumerCount).sum()))
                .toList();
    }

    @Override
    public List<TransactionView> transactions() {
        return transactions.all();
    }

    @Override
    public boolean endTransaction(long id, TransactionEnd end) {
        return transactions.end(id, end);
    }

    @Override
    public StatusView status() {
        NodeView view = new NodeView(node.name, node.address, node.version, node.store, node.since, connections.size());
        List<PartitionView> all = destinations.all().stream()
                .filter(destination -> !destination.name().isTemporary())
                .sorted(Comparator.comparing((Destination d) -> d.name().name())
                        .thenComparing(d -> d.name().kind()))
                .map(destination -> new PartitionView(destination.name().name(), 0, node.address, 1))
                .toList();
        return new StatusView(List.of(view), all);
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(LANE_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a queue was asked", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a queue did not answer within " + LANE_PATIENCE_SECONDS + " s", e);
        }
    }
}

package io.ternmq.client;

import static io.ternmq.client.AcknowledgementTest.describe;
import static io.ternmq.client.XaSide.failure;
import static io.ternmq.client.XaSide.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.boot.BrokerParts;
import io.ternmq.security.Permission;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages in branches of distributed transactions: each way to send and to receive them. */
@Timeout(60)
class XaDeliveryTest {

    private static final long WAIT = 5_000;
    private static final String FORBIDDEN = "forbidden";

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(
            config -> config,
            parts -> new BrokerParts(
                    parts.store(),
                    parts.destinations(),
                    parts.router(),
                    (who, what, where) ->
                            !(what == Permission.SEND && where.name().equals(FORBIDDEN)),
                    parts.clock()));

    private final TestXid xid = TestXid.next();
    private XaSide side;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        side = XaSide.open(BROKER);
        queue = side.session().createQueue(TestBroker.name("orders"));
    }

    private long depth() throws JMSException {
        return BROKER.depth(queue.getQueueName());
    }

    // ---- order, counts ----

    @Test
    void shouldDeliverAgainInOrderAfterARollback() throws Exception {
        side.send(queue, "m1", "m2", "m3", "m4", "m5");
        MessageConsumer consumer = side.consumer(queue);
        side.start(xid);
        receive(consumer, 2);
        side.end(xid);

        side.resource().rollback(xid);

        assertThat(receive(consumer, 5)).containsExactly("m1/2", "m2/2", "m3/1", "m4/1", "m5/1");
        assertThat(consumer.receiveNoWait()).isNull();
        Awaitility.await().until(() -> depth() == 0);
    }

    @Test
    void shouldDeliverAgainInOrderAfterAPreparedBranchIsRolledBack() throws Exception {
        side.send(queue, "m1", "m2", "m3");
        MessageConsumer consumer = side.consumer(queue);
        side.start(xid);
        receive(consumer, 1);
        side.end(xid);
        side.resource().prepare(xid);

        side.resource().rollback(xid);

        side.start(TestXid.next());
        assertThat(receive(consumer, 3)).containsExactly("m1/2", "m2/1", "m3/1");
    }

    @Test
    void shouldDeliverAgainInOrderToEachSessionThatHadJoined() throws Exception {
        XaSide joined = side.another();
        Queue second = side.session().createQueue(TestBroker.name("second"));
        side.send(queue, "m1", "m2", "m3");
        side.send(second, "n1", "n2", "n3");
        MessageConsumer consumer = side.consumer(queue);
        MessageConsumer ofSecond = joined.consumer(second);
        side.start(xid);
        joined.resource().start(xid, XAResource.TMJOIN);
        receive(consumer, 1);
        receive(ofSecond, 1);
        side.end(xid);
        joined.end(xid);

        side.resource().rollback(xid);

        assertThat(receive(consumer, 3)).containsExactly("m1/2", "m2/1", "m3/1");
        assertThat(receive(ofSecond, 3)).containsExactly("n1/2", "n2/1", "n3/1");
    }

    @Test
    void shouldDeliverAgainInOrderWhenAPrepareRollsBack() throws Exception {
        side.send(queue, "m1", "m2", "m3");
        MessageConsumer consumer = side.consumer(queue);
        side.start(xid);
        receive(consumer, 1);
        side.resource().end(xid, XAResource.TMFAIL);

        assertThat(failure(() -> side.resource().prepare(xid))).isEqualTo(XAException.XA_RBROLLBACK);

        assertThat(receive(consumer, 3)).containsExactly("m1/2", "m2/1", "m3/1");
    }

    @Test
    void shouldKeepWhatASessionHoldsThatWorksForAnotherBranchMeanwhile() throws Exception {
        TestXid other = TestXid.next();
        side.send(queue, "m1", "m2", "m3");
        MessageConsumer consumer = side.consumer(queue);
        side.start(xid);
        receive(consumer, 1);
        side.end(xid);
        side.start(other);
        assertThat(receive(consumer, 1)).containsExactly("m2/1");

        side.resource().rollback(xid);

        assertThat(receive(consumer, 2)).containsExactlyInAnyOrder("m3/1", "m1/2");
        side.end(other);
        side.commit(other);
        assertThat(depth()).isZero();
    }

    // ---- outside of a branch ----

    @Test
    void shouldAcknowledgeAndSendAtOnceOutsideOfABranch() throws Exception {
        side.send(queue, "m1", "m2");
        assertThat(depth()).isEqualTo(2);
        MessageConsumer consumer = side.consumer(queue);
        receive(consumer, 1);
        Awaitility.await().until(() -> depth() == 1);

        side.start(xid);
        receive(consumer, 1);
        side.end(xid);
        side.resource().rollback(xid);
        assertThat(receive(consumer, 1)).containsExactly("m2/2");

        Awaitility.await().until(() -> depth() == 0);
    }

    @Test
    void shouldIgnoreAcknowledgeInABranch() throws Exception {
        side.send(queue, "m1");
        MessageConsumer consumer = side.consumer(queue);
        side.start(xid);
        consumer.receive(WAIT).acknowledge();
        side.end(xid);

        side.resource().rollback(xid);

        assertThat(receive(consumer, 1)).containsExactly("m1/2");
    }

    // ---- listeners ----

    @Test
    void shouldGiveABranchWhatAListenerGetsMeanwhile() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        side.start(xid);
        side.consumer(queue).setMessageListener(message -> seen.add(describe(message)));
        XaSide.open(BROKER).send(queue, "m1", "m2");
        Awaitility.await().until(() -> seen.size() == 2);
        side.end(xid);

        side.resource().rollback(xid);
        Awaitility.await().until(() -> seen.size() == 4);

        assertThat(seen).containsExactly("m1/1", "m2/1", "m1/2", "m2/2");
        Awaitility.await().until(() -> depth() == 0);
    }

    @Test
    void shouldGiveABranchThatAListenerBeginsTheMessageThatItHas() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        side.send(queue, "m1", "m2");
        side.consumer(queue).setMessageListener(message -> {
            seen.add(describe(message));
            workInListener(seen.size() == 1);
        });

        Awaitility.await().until(() -> depth() == 0);

        assertThat(seen).containsExactly("m1/1", "m1/2", "m2/1");
    }

    private void workInListener(boolean rollback) {
        TestXid branch = TestXid.next();
        try {
            side.start(branch);
            side.end(branch);
            if (rollback) {
                side.resource().rollback(branch);
            } else {
                side.resource().commit(branch, true);
            }
        } catch (XAException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldDeliverAgainWhatAListenerFailsOnOutsideOfABranch() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        side.send(queue, "m1", "m2");
        side.consumer(queue).setMessageListener(message -> {
            seen.add(describe(message));
            if (seen.size() == 1) {
                throw new IllegalStateException("the listener fails on purpose");
            }
        });

        Awaitility.await().until(() -> depth() == 0);

        assertThat(seen).containsExactly("m1/1", "m1/2", "m2/1");
    }

    @Test
    void shouldKeepInTheBranchWhatAListenerFailsOn() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        side.start(xid);
        side.consumer(queue).setMessageListener(message -> {
            seen.add(describe(message));
            throw new IllegalStateException("the listener fails on purpose");
        });
        XaSide.open(BROKER).send(queue, "m1", "m2");
        Awaitility.await().until(() -> seen.size() == 2);
        side.end(xid);

        side.commit(xid);

        assertThat(seen).containsExactly("m1/1", "m2/1");
        assertThat(depth()).isZero();
    }

    @Test
    void shouldLetAListenerEndItsTransactionWhileTheSessionIsClosed() throws Exception {
        XaSide other = side.another();
        Queue target = side.session().createQueue(TestBroker.name("target"));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        CompletableFuture<Void> done = new CompletableFuture<>();
        side.send(queue, "m1");
        side.consumer(queue).setMessageListener(message -> {
            try {
                begun.countDown();
                side.start(xid);
                closing.await();
                side.session().createProducer(target).send(message);
                side.end(xid);
                side.resource().commit(xid, true);
                done.complete(null);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        begun.await();
        Thread closer = new Thread(() -> {
            try {
                side.session().close();
            } catch (JMSException e) {
                done.completeExceptionally(e);
            }
        });
        closer.start();
        Awaitility.await().until(() -> closer.getState() == Thread.State.WAITING);
        closing.countDown();

        done.get(WAIT, TimeUnit.MILLISECONDS);

        closer.join();
        assertThat(depth()).isZero();
        assertThat(receive(other.consumer(target), 1)).containsExactly("m1/1");
    }

    // ---- a transaction manager that ends the branch from its own thread while the program is busy ----

    @Test
    void shouldNotTakeAMessageForABranchThatEndedWhileTheProgramWaited() throws Exception {
        MessageConsumer consumer = side.consumer(queue);
        side.start(xid);
        CompletableFuture<Message> waiting = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread program = new Thread(() -> {
            begun.countDown();
            try {
                waiting.complete(consumer.receive(WAIT));
            } catch (JMSException e) {
                waiting.completeExceptionally(e);
            }
        });
        program.start();
        begun.await();
        Awaitility.await().until(() -> program.getState() == Thread.State.TIMED_WAITING);

        side.resource().end(xid, XAResource.TMFAIL);
        side.resource().rollback(xid);
        XaSide.open(BROKER).send(queue, "m1");

        assertThat(waiting.get(WAIT * 2, TimeUnit.MILLISECONDS)).isNull();
        assertThat(receive(consumer, 1)).containsExactly("m1/1");
    }

    // ---- sends ----

    @Test
    void shouldCompleteAsynchronousSendsInABranch() throws Exception {
        List<String> completed = new CopyOnWriteArrayList<>();
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                completed.add("done");
            }

            @Override
            public void onException(Message message, Exception exception) {
                completed.add(exception.getMessage());
            }
        };
        side.start(xid);
        MessageProducer producer = side.session().createProducer(queue);
        producer.send(side.session().createTextMessage("m1"), listener);
        producer.send(side.session().createTextMessage("m2"), listener);
        side.end(xid);

        assertThat(completed).containsExactly("done", "done");
        assertThat(depth()).isZero();
        side.commit(xid);
        assertThat(depth()).isEqualTo(2);
    }

    @Test
    void shouldRollBackABranchWhoseSendIsRefused() throws Exception {
        side.send(queue, "m1");
        MessageConsumer consumer = side.consumer(queue);
        side.start(xid);
        receive(consumer, 1);
        side.send(side.session().createQueue(FORBIDDEN), "refused");
        side.send(queue, "m2");
        side.end(xid);

        assertThatThrownBy(() -> side.resource().prepare(xid))
                .isInstanceOf(XAException.class)
                .hasMessageContaining(FORBIDDEN)
                .extracting(e -> ((XAException) e).errorCode)
                .isEqualTo(XAException.XA_RBROLLBACK);

        assertThat(receive(consumer, 1)).containsExactly("m1/2");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldKeepLargeBodiesWhole() throws Exception {
        byte[] body = new byte[3 * 1024 * 1024];
        new Random(1).nextBytes(body);
        side.start(xid);
        BytesMessage large = side.session().createBytesMessage();
        large.writeBytes(body);
        side.session().createProducer(queue).send(large);
        side.end(xid);

        side.commit(xid);

        Message received = side.consumer(queue).receive(WAIT);
        assertThat(received.getBody(byte[].class)).isEqualTo(body);
    }

    @Test
    void shouldCarryMessagesThatAreNotPersistent() throws Exception {
        MessageProducer producer = side.session().createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        side.start(xid);
        producer.send(side.session().createTextMessage("m1"));
        side.end(xid);
        assertThat(depth()).isZero();
        side.commit(xid);
        MessageConsumer consumer = side.consumer(queue);
        TestXid taking = TestXid.next();
        side.start(taking);
        receive(consumer, 1);
        side.end(taking);
        assertThat(side.resource().prepare(taking)).isEqualTo(XAResource.XA_OK);
        side.resource().rollback(taking);

        assertThat(receive(consumer, 1)).containsExactly("m1/2");
    }

    @Test
    void shouldUseTemporaryQueuesInABranch() throws Exception {
        TemporaryQueue temporary = side.session().createTemporaryQueue();
        MessageConsumer consumer = side.consumer(temporary);
        side.start(xid);
        side.send(temporary, "m1");
        side.end(xid);
        assertThat(consumer.receiveNoWait()).isNull();

        side.commit(xid);

        assertThat(receive(consumer, 1)).containsExactly("m1/1");
    }

    @Test
    void shouldRunTheDelayOfADeliveryFromItsSend() throws Exception {
        MessageProducer producer = side.session().createProducer(queue);
        side.start(xid);
        producer.setDeliveryDelay(600_000);
        producer.send(side.session().createTextMessage("much later"));
        producer.setDeliveryDelay(300);
        long sent = System.currentTimeMillis();
        producer.send(side.session().createTextMessage("later"));
        producer.setDeliveryDelay(0);
        producer.send(side.session().createTextMessage("now"));
        side.end(xid);
        side.commit(xid);
        MessageConsumer consumer = side.consumer(queue);

        assertThat(receive(consumer, 2)).containsExactly("now/1", "later/1");

        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(sent + 300);
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldExpireWhatWaitedTooLongForItsCommit() throws Exception {
        MessageProducer producer = side.session().createProducer(queue);
        side.start(xid);
        producer.setTimeToLive(1);
        producer.send(side.session().createTextMessage("short"));
        long over = System.currentTimeMillis() + 20;
        producer.setTimeToLive(600_000);
        producer.send(side.session().createTextMessage("long"));
        side.end(xid);
        side.resource().prepare(xid);
        Awaitility.await().until(() -> System.currentTimeMillis() > over);
        side.resource().commit(xid, false);
        MessageConsumer consumer = side.consumer(queue);

        assertThat(receive(consumer, 1)).containsExactly("long/1");

        assertThat(consumer.receiveNoWait()).isNull();
    }

    // ---- ends of consumers, sessions, browsers ----

    @Test
    void shouldCommitWhatAClosedConsumerGot() throws Exception {
        side.send(queue, "m1", "m2", "m3");
        side.start(xid);
        MessageConsumer consumer = side.consumer(queue);
        receive(consumer, 1);
        consumer.close();
        MessageConsumer next = side.consumer(queue);
        assertThat(receive(next, 1)).containsExactly("m2/1");
        side.end(xid);
        next.close();

        side.commit(xid);

        assertThat(receive(XaSide.open(BROKER).consumer(queue), 1)).containsExactly("m3/1");
        Awaitility.await().until(() -> depth() == 0);
    }

    @Test
    void shouldGiveBackWhatAClosedSessionGotWhenItsBranchIsRolledBack() throws Exception {
        XaSide other = side.another();
        side.send(queue, "m1", "m2");
        side.start(xid);
        receive(side.consumer(queue), 1);
        side.end(xid);
        side.session().close();
        MessageConsumer consumer = other.consumer(queue);
        assertThat(receive(consumer, 1)).containsExactly("m2/1");

        other.resource().rollback(xid);

        assertThat(receive(consumer, 1)).containsExactly("m1/2");
    }

    @Test
    void shouldBrowseInABranchWithoutTakingPart() throws Exception {
        side.send(queue, "m1", "m2");
        side.start(xid);
        side.send(queue, "m3");
        try (QueueBrowser browser = side.session().createBrowser(queue)) {
            assertThat(Collections.list(browser.getEnumeration()))
                    .extracting(message -> SendAndReceiveTest.text((Message) message))
                    .containsExactly("m1", "m2");
        }
        side.end(xid);
        side.resource().rollback(xid);

        assertThat(depth()).isEqualTo(2);
    }

    // ---- topics ----

    @Test
    void shouldAcknowledgeForADurableSubscriptionInABranch() throws Exception {
        XaSide subscriber = subscriber();
        Topic topic = subscriber.session().createTopic(TestBroker.name("news"));
        MessageConsumer consumer = subscriber.session().createDurableConsumer(topic, "sub");
        side.send(topic, "m1", "m2", "m3");
        subscriber.start(xid);
        assertThat(receive(consumer, 2)).containsExactly("m1/1", "m2/1");
        subscriber.end(xid);
        subscriber.resource().prepare(xid);
        subscriber.resource().rollback(xid);
        TestXid again = TestXid.next();
        subscriber.start(again);
        assertThat(receive(consumer, 2)).containsExactly("m1/2", "m2/2");
        subscriber.end(again);

        subscriber.commit(again);

        consumer.close();
        MessageConsumer left = subscriber.session().createDurableConsumer(topic, "sub");
        assertThat(receive(left, 1)).containsExactly("m3/1");
        assertThat(left.receiveNoWait()).isNull();
    }

    private static XaSide subscriber() throws JMSException {
        TernConnectionFactory factory = BROKER.factory();
        factory.setClientId(TestBroker.name("client"));
        return XaSide.of(BROKER.endingWithTest(factory.createXAConnection()));
    }

    @Test
    void shouldAcknowledgeForASharedSubscriptionInABranch() throws Exception {
        Topic topic = side.session().createTopic(TestBroker.name("news"));
        XaSide other = XaSide.open(BROKER);
        MessageConsumer consumer = side.session().createSharedDurableConsumer(topic, "shared");
        side.send(topic, "m1", "m2");
        side.start(xid);
        receive(consumer, 1);
        side.end(xid);
        side.resource().prepare(xid);
        consumer.close();
        MessageConsumer next = other.session().createSharedDurableConsumer(topic, "shared");
        assertThat(receive(next, 1)).containsExactly("m2/1");

        other.resource().rollback(xid);

        assertThat(receive(next, 1)).containsExactly("m1/2");
    }

    @Test
    void shouldAskASubscriptionOnlyWhenABranchCommits() throws Exception {
        Topic topic = side.session().createTopic(TestBroker.name("news"));
        try (Connection late = BROKER.started();
                Session session = late.createSession()) {
            side.start(xid);
            side.send(topic, "m1");
            side.end(xid);
            side.resource().prepare(xid);
            MessageConsumer consumer = session.createConsumer(topic);

            side.resource().commit(xid, false);

            assertThat(receive(consumer, 1)).containsExactly("m1/1");
        }
    }
}

package io.ternmq.client;

import static io.ternmq.client.XaSide.failure;
import static io.ternmq.client.XaSide.receive;
import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.boot.BrokerParts;
import io.ternmq.config.BrokerConfig;
import io.ternmq.management.TransactionEnd;
import io.ternmq.management.TransactionView;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Prepared branches of distributed transactions that outlive their connections and the broker, and administrators who end them. */
@Timeout(60)
class XaRecoveryTest {

    private static BrokerConfig config;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(plain -> config = plain, parts -> BrokerParts.of(config));

    private final TestXid xid = TestXid.next();
    private XaSide side;
    private Queue queue;
    private Queue target;

    @BeforeEach
    void open() throws JMSException {
        side = XaSide.open(BROKER);
        queue = side.session().createQueue(TestBroker.name("orders"));
        target = side.session().createQueue(TestBroker.name("bills"));
    }

    /** Receives some messages of the queue and sends one to the target. */
    private void work(Xid branch, int received) throws Exception {
        MessageConsumer consumer = side.consumer(queue);
        side.start(branch);
        receive(consumer, received);
        side.send(target, "bill");
        side.end(branch);
        consumer.close();
    }

    private void restart() throws Exception {
        BROKER.stop();
        BROKER.start();
        side.connection().close();
        side = XaSide.open(BROKER);
    }

    private long depth(Queue of) throws JMSException {
        return BROKER.depth(of.getQueueName());
    }

    private boolean isRecovered(TestXid branch) throws XAException {
        return Arrays.stream(side.resource().recover(XAResource.TMSTARTRSCAN)).anyMatch(branch::isNamedBy);
    }

    // ---- over the end of connections and of the broker ----

    @Test
    void shouldCommitAfterTheConnectionIsLost() throws Exception {
        side.send(queue, "m1", "m2");
        try (Relay relay = new Relay(BROKER.port())) {
            XaSide lost = XaSide.of(BROKER.endingWithTest(
                    new TernConnectionFactory("dmqp://127.0.0.1:" + relay.port()).createXAConnection()));
            lost.start(xid);
            receive(lost.consumer(queue), 1);
            lost.send(target, "bill");
            lost.end(xid);
            lost.resource().prepare(xid);
            relay.cut();
        }
        MessageConsumer consumer = side.consumer(queue);
        assertThat(SendAndReceiveTest.text(consumer.receive(5_000))).isEqualTo("m2");
        assertThat(isRecovered(xid)).isTrue();

        side.resource().commit(xid, false);

        assertThat(receive(side.consumer(target), 1)).containsExactly("bill/1");
        assertThat(consumer.receiveNoWait()).isNull();
        Awaitility.await().until(() -> depth(queue) == 0);
    }

    @Test
    void shouldCommitAfterTheBrokerWasRestarted() throws Exception {
        side.send(queue, "m1", "m2");
        work(xid, 1);
        side.resource().prepare(xid);
        restart();
        MessageConsumer consumer = side.consumer(queue);
        assertThat(receive(consumer, 1)).containsExactly("m2/1");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(depth(target)).isZero();
        assertThat(isRecovered(xid)).isTrue();

        side.resource().commit(xid, false);

        assertThat(isRecovered(xid)).isFalse();
        assertThat(receive(side.consumer(target), 1)).containsExactly("bill/1");
        restart();
        assertThat(side.consumer(queue).receiveNoWait()).isNull();
    }

    @Test
    void shouldRollBackAfterTheBrokerWasRestarted() throws Exception {
        side.send(queue, "m1", "m2", "m3");
        work(xid, 2);
        side.resource().prepare(xid);
        restart();

        side.resource().rollback(xid);

        assertThat(isRecovered(xid)).isFalse();
        MessageConsumer consumer = side.consumer(queue);
        assertThat(receive(consumer, 3)).containsExactly("m1/2", "m2/2", "m3/1");
        assertThat(depth(target)).isZero();
        restart();
        assertThat(depth(target)).isZero();
    }

    @Test
    void shouldForgetWhatWasNotPreparedWhenTheBrokerIsRestarted() throws Exception {
        side.send(queue, "m1");
        work(xid, 1);

        restart();

        assertThat(isRecovered(xid)).isFalse();
        assertThat(failure(() -> side.resource().commit(xid, false))).isEqualTo(XAException.XAER_NOTA);
        assertThat(receive(side.consumer(queue), 1)).containsExactly("m1/2");
        assertThat(depth(target)).isZero();
    }

    @Test
    void shouldNotUseTheNameOfAPreparedBranchAgainAfterARestart() throws Exception {
        work(xid, 0);
        side.resource().prepare(xid);
        restart();

        assertThat(failure(() -> side.start(xid))).isEqualTo(XAException.XAER_DUPID);

        side.resource().rollback(xid);
        side.start(xid);
        side.end(xid);
        side.resource().rollback(xid);
    }

    @Test
    void shouldKeepThousandsOfMessagesOfABranchInOrder() throws Exception {
        List<String> texts = IntStream.range(0, 3_000).mapToObj(i -> "m" + i).toList();
        side.send(queue, "first", "second");
        side.start(xid);
        side.send(target, texts.toArray(String[]::new));
        receive(side.consumer(queue), 2);
        side.end(xid);
        side.resource().prepare(xid);
        side.send(target, "sent before the commit");
        restart();

        side.resource().commit(xid, false);

        assertThat(depth(queue)).isZero();
        MessageConsumer consumer = side.consumer(target);
        assertThat(receive(consumer, 1)).containsExactly("sent before the commit/1");
        assertThat(receive(consumer, 3_000))
                .isEqualTo(texts.stream().map(text -> text + "/1").toList());
    }

    @Test
    void shouldKeepALargeBodyOfAPreparedBranch() throws Exception {
        byte[] body = new byte[2 * 1024 * 1024 + 1];
        new Random(2).nextBytes(body);
        side.start(xid);
        BytesMessage large = side.session().createBytesMessage();
        large.writeBytes(body);
        large.setStringProperty("kind", "large");
        side.session().createProducer(target).send(large);
        side.end(xid);
        side.resource().prepare(xid);
        restart();

        side.resource().commit(xid, false);

        restart();
        Message received =
                side.session().createConsumer(target, "kind = 'large'").receive(5_000);
        assertThat(received.getBody(byte[].class)).isEqualTo(body);
    }

    @Test
    void shouldKeepDelayAndTimeToLiveOfAPreparedBranch() throws Exception {
        side.start(xid);
        MessageProducer producer = side.session().createProducer(target);
        producer.setDeliveryDelay(600_000);
        producer.send(side.session().createTextMessage("much later"));
        producer.setDeliveryDelay(0);
        producer.setTimeToLive(1);
        producer.send(side.session().createTextMessage("short"));
        producer.setTimeToLive(0);
        producer.setPriority(9);
        producer.send(side.session().createTextMessage("urgent"));
        side.end(xid);
        side.resource().prepare(xid);
        restart();

        side.resource().commit(xid, false);

        MessageConsumer consumer = side.consumer(target);
        assertThat(receive(consumer, 1)).containsExactly("urgent/1");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldKeepWhatASubscriptionHasInAPreparedBranch() throws Exception {
        Topic topic = side.session().createTopic(TestBroker.name("news"));
        MessageConsumer consumer = side.session().createSharedDurableConsumer(topic, "sub-" + topic.getTopicName());
        side.send(topic, "m1", "m2", "m3");
        side.start(xid);
        receive(consumer, 1);
        side.send(topic, "m4");
        side.end(xid);
        TestXid other = TestXid.next();
        side.start(other);
        receive(consumer, 1);
        side.end(other);
        consumer.close();
        side.resource().prepare(xid);
        side.resource().prepare(other);
        restart();
        MessageConsumer again = side.session().createSharedDurableConsumer(topic, "sub-" + topic.getTopicName());
        assertThat(receive(again, 1)).containsExactly("m3/1");
        assertThat(again.receiveNoWait()).isNull();

        side.resource().rollback(other);
        side.resource().commit(xid, false);

        assertThat(receive(again, 2)).containsExactly("m2/2", "m4/1");
        assertThat(again.receiveNoWait()).isNull();
        again.close();
        restart();
        assertThat(side.session()
                        .createSharedDurableConsumer(topic, "sub-" + topic.getTopicName())
                        .receiveNoWait())
                .isNull();
    }

    // ---- administrators ----

    private TransactionView view(TestXid branch) {
        String suffix = ":" + java.util.HexFormat.of().formatHex(branch.global()) + ":01";
        return BROKER.broker().management().transactions().stream()
                .filter(view -> view.branch().endsWith(suffix))
                .findFirst()
                .orElseThrow();
    }

    private void endByHand(TestXid branch, TransactionEnd end) {
        assertThat(BROKER.broker().management().endTransaction(view(branch).id(), end))
                .isTrue();
    }

    @Test
    void shouldTellThatAnAdministratorHasCommitted() throws Exception {
        side.send(queue, "m1");
        work(xid, 1);
        side.resource().prepare(xid);

        endByHand(xid, TransactionEnd.COMMIT);

        assertThat(depth(queue)).isZero();
        assertThat(depth(target)).isOne();
        restart();
        assertThat(depth(target)).isOne();
        assertThat(isRecovered(xid)).isTrue();
        assertThat(failure(() -> side.resource().rollback(xid))).isEqualTo(XAException.XA_HEURCOM);
        assertThat(failure(() -> side.resource().commit(xid, false))).isEqualTo(XAException.XA_HEURCOM);
        side.resource().forget(xid);
        assertThat(isRecovered(xid)).isFalse();
        assertThat(failure(() -> side.resource().commit(xid, false))).isEqualTo(XAException.XAER_NOTA);
        restart();
        assertThat(isRecovered(xid)).isFalse();
    }

    @Test
    void shouldTellThatAnAdministratorHasRolledBack() throws Exception {
        side.send(queue, "m1");
        work(xid, 1);
        side.resource().prepare(xid);

        endByHand(xid, TransactionEnd.ROLL_BACK);

        assertThat(depth(target)).isZero();
        assertThat(failure(() -> side.resource().commit(xid, false))).isEqualTo(XAException.XA_HEURRB);
        assertThat(receive(side.consumer(queue), 1)).containsExactly("m1/2");
        side.resource().forget(xid);
        assertThat(isRecovered(xid)).isFalse();
    }
}

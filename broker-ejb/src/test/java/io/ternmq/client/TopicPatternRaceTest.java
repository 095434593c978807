package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pattern is opened while publishers make ever new topics: from then on nothing is missed, doubled or out of its publisher's order. */
@Timeout(60)
class TopicPatternRaceTest {

    private static final int PUBLISHERS = 3;
    private static final int AFTERWARDS = 60;
    private static final int MESSAGES_A_TOPIC = 3;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean open;

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @RepeatedTest(10)
    void shouldGetAllThatIsSentOnceItIsOpen() throws Exception {
        String root = TestBroker.name("orders");
        List<Future<Integer>> firsts = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            Session session = BROKER.started().createSession();
            int publisher = p;
            firsts.add(threads.submit(() -> publish(session, root, publisher)));
        }
        Connection connection = BROKER.started();
        MessageConsumer consumer = connection
                .createSession()
                .createSharedDurableConsumer(connection.createSession().createTopic(root + ".#"), root);
        open = true;
        int[] first = new int[PUBLISHERS];
        for (int p = 0; p < PUBLISHERS; p++) {
            first[p] = firsts.get(p).get(30, TimeUnit.SECONDS);
        }

        List<List<Integer>> got = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            got.add(new ArrayList<>());
        }
        for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
            String[] parts = text(message).split(":");
            got.get(Integer.parseInt(parts[0])).add(Integer.valueOf(parts[1]));
        }

        for (int p = 0; p < PUBLISHERS; p++) {
            int begin = first[p];
            assertThat(got.get(p)).doesNotHaveDuplicates();
            assertThat(got.get(p).stream().filter(number -> number >= begin)) // what was under way then may come behind
                    .as("publisher %d, whose send %d was the first after the pattern was open", p, begin)
                    .containsExactlyElementsOf(
                            IntStream.range(begin, begin + AFTERWARDS).boxed().toList());
        }
    }

    /** Sends until so many have been sent with the pattern open; gives the number of the first of these. */
    private int publish(Session session, String root, int publisher) throws Exception {
        MessageProducer producer = session.createProducer(null);
        producer.setDeliveryMode(publisher == 0 ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT);
        int first = -1;
        for (int i = 0; first < 0 || i < first + AFTERWARDS; i++) {
            if (first < 0 && open) {
                first = i;
            }
            String topic = root + "." + publisher + "." + i / MESSAGES_A_TOPIC;
            producer.send(session.createTopic(topic), session.createTextMessage(publisher + ":" + i));
        }
        session.close(); // what was not waited for has come to the broker
        return first;
    }
}

package io.ternmq.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.TernConnectionFactory;
import io.ternmq.config.BrokerConfig;
import io.ternmq.management.QueueView;
import io.ternmq.management.TransactionEnd;
import io.ternmq.store.PostgresServer;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction manager over the broker and a database: what a message brings about is done on both sides or on neither. */
@Timeout(60)
class TransactionManagerTest {

    @TempDir
    static Path directory;

    private static TransactionManager manager;
    private static String database;
    private static Broker broker;
    private static String url;
    private static int tests;

    private final List<CommitPoint> reached = new ArrayList<>();
    private Consumer<CommitPoint> observer = reached::add;
    private String queues;

    @BeforeAll
    static void startAll() throws Exception {
        manager = Narayana.start();
        database = PostgresServer.newDatabase();
        sql("CREATE TABLE ledger (text varchar(100) NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        broker = Broker.start(BrokerConfig.of(directory)
                .withAnonymous(true)
                .withListener(BrokerConfig.Listener.DEFAULT.at("127.0.0.1", 0)));
        url = "dmqp://127.0.0.1:" + broker.address().getPort();
    }

    @AfterAll
    static void stopAll() {
        broker.close();
    }

    @BeforeEach
    void send() throws JMSException {
        queues = "q" + ++tests;
        try (Connection connection = new TernConnectionFactory(url).createConnection();
                Session session = connection.createSession()) {
            Queue in = session.createQueue("in-" + queues);
            session.createProducer(in).send(session.createTextMessage(queues + "m1"));
        }
    }

    @AfterEach
    void end() throws Exception {
        if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
            manager.rollback();
        }
        manager.setTransactionTimeout(0);
    }

    private Transfer transfer(boolean brokerFirst) throws Exception {
        return new Transfer(manager, url, database, queues, brokerFirst, point -> observer.accept(point));
    }

    private static void sql(String text) throws SQLException {
        try (java.sql.Connection sql = DriverManager.getConnection(database, PostgresServer.USER, null);
                Statement statement = sql.createStatement()) {
            statement.execute(text);
        }
    }

    private long rows() throws SQLException {
        try (java.sql.Connection sql = DriverManager.getConnection(database, PostgresServer.USER, null);
                Statement statement = sql.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT count(*) FROM ledger WHERE text LIKE '" + queues + "m%'")) {
            count.next();
            return count.getLong(1);
        }
    }

    private static long depth(String queue) {
        return broker.management().queue(queue).map(QueueView::depth).orElse(0L);
    }

    private void assertDone(boolean done) throws SQLException {
        assertThat(List.of(depth("in-" + queues), depth("out-" + queues), rows()))
                .isEqualTo(done ? List.of(0L, 1L, 1L) : List.of(1L, 0L, 0L));
    }

    // ---- both sides, or neither ----

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCommitMessageAndRowTogether(boolean brokerFirst) throws Exception {
        try (Transfer transfer = transfer(brokerFirst)) {
            transfer.begin();
            assertDone(false);

            manager.commit();

            assertDone(true);
            assertThat(reached).containsExactly(CommitPoint.values());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRollBackMessageAndRowTogether(boolean brokerFirst) throws Exception {
        try (Transfer transfer = transfer(brokerFirst)) {
            transfer.begin();

            manager.rollback();

            assertDone(false);
            assertThat(transfer.run()).isEqualTo(queues + "m1");
            assertDone(true);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRollBackBothWhenTheDatabaseDoesNotPrepare(boolean brokerFirst) throws Exception {
        sql("INSERT INTO ledger VALUES ('" + queues + "m1')"); // so that the row is refused, at the first phase
        try (Transfer transfer = transfer(brokerFirst)) {
            transfer.begin();

            assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);

            assertThat(depth("in-" + queues)).isOne();
            assertThat(depth("out-" + queues)).isZero();
            assertThat(rows()).isOne();
            assertThat(broker.management().transactions()).isEmpty();
        }
    }

    @Test
    void shouldRollBackBothWhenTheProgramAsksForIt() throws Exception {
        try (Transfer transfer = transfer(true)) {
            transfer.begin();
            manager.setRollbackOnly();

            assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);

            assertDone(false);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRollBackBothWhenTheTimeIsOver(boolean brokerFirst) throws Exception {
        manager.setTransactionTimeout(1);
        try (Transfer transfer = transfer(brokerFirst)) {
            transfer.begin();
            Awaitility.await()
                    .pollInSameThread()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> manager.getStatus() == Status.STATUS_ROLLEDBACK);

            assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);

            assertDone(false);
            manager.setTransactionTimeout(0);
            assertThat(transfer.run()).isEqualTo(queues + "m1");
            assertDone(true);
        }
    }

    @Test
    void shouldRollBackTheDatabaseWhenTheBrokerIsGoneBeforeTheFirstPhase() throws Exception {
        try (Transfer transfer = transfer(true)) {
            transfer.begin();
            transfer.closeBroker();

            assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);

            assertDone(false);
        }
    }

    // ---- the broker alone ----

    @Test
    void shouldCommitInOnePhaseWhatSeveralSessionsDidForOneBroker() throws Exception {
        try (XAConnection connection = new TernConnectionFactory(url).createXAConnection();
                XAConnection other = new TernConnectionFactory(url).createXAConnection()) {
            XASession receiving = connection.createXASession();
            XASession sending = other.createXASession();
            connection.start();
            manager.begin();
            manager.getTransaction().enlistResource(receiving.getXAResource());
            manager.getTransaction().enlistResource(sending.getXAResource());
            Message message = receiving
                    .createConsumer(receiving.createQueue("in-" + queues))
                    .receive(10_000);
            sending.createProducer(sending.createQueue("out-" + queues)).send(message);
            assertThat(depth("out-" + queues)).isZero();

            manager.commit();

            assertThat(depth("in-" + queues)).isZero();
            assertThat(depth("out-" + queues)).isOne();
        }
    }

    @Test
    void shouldRunATransactionInAListener() throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try (XAConnection connection = new TernConnectionFactory(url).createXAConnection()) {
            XASession session = connection.createXASession();
            List<Integer> counts = new ArrayList<>();
            session.createConsumer(session.createQueue("in-" + queues)).setMessageListener(message -> {
                try {
                    counts.add(message.getIntProperty("JMSXDeliveryCount"));
                    manager.begin();
                    manager.getTransaction().enlistResource(session.getXAResource());
                    session.createProducer(session.createQueue("out-" + queues)).send(message);
                    if (counts.size() == 1) {
                        manager.rollback();
                    } else {
                        manager.commit();
                        done.complete(null);
                    }
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
            connection.start();

            done.get();

            assertThat(counts).containsExactly(1, 2);
            assertThat(depth("in-" + queues)).isZero();
            assertThat(depth("out-" + queues)).isOne();
        }
    }

    // ---- an administrator who does not wait ----

    @Test
    void shouldTellTheProgramThatAnAdministratorHasRolledBack() throws Exception {
        observer = point -> {
            if (point == CommitPoint.BOTH_PREPARED) {
                endByHand(TransactionEnd.ROLL_BACK);
            }
        };
        try (Transfer transfer = transfer(false)) {
            transfer.begin();

            assertThatThrownBy(manager::commit).isInstanceOf(HeuristicMixedException.class);

            assertThat(depth("in-" + queues)).isOne();
            assertThat(depth("out-" + queues)).isZero();
        }
        endByHand(TransactionEnd.FORGET);
        assertThat(broker.management().transactions()).isEmpty();
    }

    @Test
    void shouldGoOnWhenAnAdministratorHasCommitted() throws Exception {
        observer = point -> {
            if (point == CommitPoint.BOTH_PREPARED) {
                endByHand(TransactionEnd.COMMIT);
            }
        };
        try (Transfer transfer = transfer(false)) {
            transfer.begin();

            manager.commit();

            assertDone(true);
        }
        try (XAConnection connection = new TernConnectionFactory(url).createXAConnection();
                XASession session = connection.createXASession()) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                Narayana.recover(session.getXAResource()); // which forgets it
                return broker.management().transactions().isEmpty();
            });
        }
    }

    private static void endByHand(TransactionEnd end) {
        broker.management().transactions().forEach(view -> broker.management().endTransaction(view.id(), end));
    }
}

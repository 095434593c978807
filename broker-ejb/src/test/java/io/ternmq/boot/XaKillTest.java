package io.ternmq.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.client.TernConnectionFactory;
import io.ternmq.store.PostgresServer;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The broker, a program with distributed transactions over the broker and a database, or both are killed at each point between the
 * work and the end of a transaction: after the transaction manager's recovery it is done on both sides or on neither.
 */
class XaKillTest {

    /** Who is killed. */
    enum Victim {
        PROGRAM,
        BROKER,
        BOTH
    }

    private static final int MESSAGES = 3;
    private static final int RANDOM_MESSAGES = 400;

    @TempDir
    static Path directory;

    private static Path log;
    private static String database;
    private static BrokerProcess broker;
    private static int rounds;

    private String queues;

    @BeforeAll
    static void startAll() throws Exception {
        Narayana.start();
        log = Narayana.log();
        database = PostgresServer.newDatabase();
        sql("CREATE TABLE ledger (text varchar(100) NOT NULL)");
        broker = new BrokerProcess(directory.resolve("data"));
        broker.start();
    }

    @AfterAll
    static void stopAll() throws Exception {
        broker.close();
    }

    static Stream<Arguments> pointsOnce() {
        return Stream.of(
                Arguments.of(CommitPoint.ENDED, Victim.PROGRAM, "broker"),
                Arguments.of(CommitPoint.FIRST_PREPARED, Victim.BROKER, "broker"),
                Arguments.of(CommitPoint.BOTH_PREPARED, Victim.PROGRAM, "database"),
                Arguments.of(CommitPoint.DECIDED, Victim.BROKER, "broker"),
                Arguments.of(CommitPoint.FIRST_COMMITTED, Victim.PROGRAM, "database"),
                Arguments.of(CommitPoint.BOTH_COMMITTED, Victim.BROKER, "database"));
    }

    static Stream<Arguments> pointsManyTimes() {
        return IntStream.range(0, 5)
                .boxed()
                .flatMap(round -> Stream.of(CommitPoint.values()))
                .flatMap(point -> Stream.of(Victim.values())
                        .flatMap(victim ->
                                Stream.of("broker", "database").map(first -> Arguments.of(point, victim, first))));
    }

    @ParameterizedTest(name = "{0}, kills {1}, first {2}")
    @MethodSource("pointsOnce")
    void shouldNeverDoOneSideOnly(CommitPoint point, Victim victim, String first) throws Exception {
        killAt(point, victim, first);
    }

    @Tag("soak")
    @ParameterizedTest(name = "{0}, kills {1}, first {2}")
    @MethodSource("pointsManyTimes")
    void shouldNeverDoOneSideOnlyManyTimes(CommitPoint point, Victim victim, String first) throws Exception {
        killAt(point, victim, first);
    }

    @RepeatedTest(2)
    void shouldNeverDoOneSideOnlyAtAnyMoment(RepetitionInfo repetition) throws Exception {
        killAtAnyMoment(new Random(repetition.getCurrentRepetition()), repetition.getCurrentRepetition());
    }

    @Tag("soak")
    @RepeatedTest(60)
    void shouldNeverDoOneSideOnlyAtAnyMomentManyTimes(RepetitionInfo repetition) throws Exception {
        killAtAnyMoment(new Random(4000L + repetition.getCurrentRepetition()), repetition.getCurrentRepetition());
    }

    private void killAt(CommitPoint point, Victim victim, String first) throws Exception {
        List<String> all = send("q", MESSAGES);
        try (TransferProcess program = new TransferProcess(
                log,
                directory.resolve("program-" + queues + ".log"),
                broker.url(),
                database,
                queues,
                first.equals("broker"),
                point.name())) {
            program.await("at " + point);

            kill(victim, program);

            if (victim == Victim.BROKER) {
                program.goOn();
                program.awaitEnd();
            }
        }
        if (victim != Victim.PROGRAM) {
            broker.start();
        }
        recover();
        assertThat(checkSides(all)).hasSize(isDone(point, victim, first) ? 1 : 0);
    }

    /** Whether the transaction is to be committed: it was decided, or the program that lives decides it with all votes in its hands. */
    private static boolean isDone(CommitPoint point, Victim victim, String first) {
        return switch (point) {
            case ENDED -> false;
            case FIRST_PREPARED -> victim == Victim.BROKER && first.equals("broker");
            case BOTH_PREPARED -> victim == Victim.BROKER;
            case DECIDED, FIRST_COMMITTED, BOTH_COMMITTED -> true;
        };
    }

    private void killAtAnyMoment(Random random, int round) throws Exception {
        List<String> all = send(round % 2 == 0 ? "q" : "t", RANDOM_MESSAGES);
        int moved = 1 + random.nextInt(RANDOM_MESSAGES / 2);
        long nanos = random.nextInt(5_000_000);
        try (TransferProcess program = new TransferProcess(
                log,
                directory.resolve("program-" + queues + ".log"),
                broker.url(),
                database,
                queues,
                random.nextBoolean(),
                "none")) {
            for (int i = 0; i < moved; i++) {
                program.await("moved");
            }
            for (long end = System.nanoTime() + nanos; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
            Victim victim = Victim.values()[round % Victim.values().length];
            kill(victim, program);
            if (victim == Victim.BROKER) {
                program.awaitEnd();
            }
            if (victim != Victim.PROGRAM) {
                broker.start();
            }
        }
        recover();
        assertThat(checkSides(all)).hasSizeGreaterThanOrEqualTo(moved);
    }

    /**
     * Both: the program first. When a commit fails its transaction manager writes the log of the transaction anew, over the old one
     * in place; killed in that moment it has no log, and no resource could help it.
     */
    private static void kill(Victim victim, TransferProcess program) throws InterruptedException {
        if (victim != Victim.BROKER) {
            program.kill();
        }
        if (victim != Victim.PROGRAM) {
            broker.kill();
        }
    }

    // ---- recovery ----

    /** Lets the transaction manager recover until no branch is in doubt. */
    private static void recover() throws Exception {
        javax.sql.XAConnection rows = Transfer.dataSource(database).getXAConnection();
        try (XAConnection messages = new TernConnectionFactory(broker.url()).createXAConnection()) {
            XAResource ofRows = rows.getXAResource();
            XAResource ofMessages = messages.createXASession().getXAResource();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollDelay(Duration.ZERO)
                    .until(() -> {
                        if (isSettled(ofRows) && isSettled(ofMessages)) {
                            return true;
                        }
                        Narayana.recover(ofRows, ofMessages);
                        return false;
                    });
        } finally {
            rows.close();
        }
    }

    private static boolean isSettled(XAResource resource) throws XAException {
        return resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length == 0;
    }

    // ---- both sides ----

    private List<String> send(String kind, int count) throws JMSException {
        queues = kind + ++rounds;
        List<String> texts =
                IntStream.range(0, count).mapToObj(i -> "r" + queues + "m" + i).toList();
        try (Connection connection = broker.factory().createConnection()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            Transfer.source(session, queues).close(); // so that there is a subscription
            String name = "in-" + queues;
            MessageProducer producer =
                    session.createProducer(kind.equals("t") ? session.createTopic(name) : session.createQueue(name));
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
            session.commit();
        }
        return texts;
    }

    /** A message is there once: to be taken, or sent on and with a row. Returns those with a row. */
    private List<String> checkSides(List<String> all) throws Exception {
        List<String> left = drain(session -> Transfer.source(session, queues));
        List<String> sentOn = drain(session -> session.createConsumer(session.createQueue("out-" + queues)));
        List<String> rows = rows();

        assertThat(sentOn).as("sent on").containsExactlyInAnyOrderElementsOf(rows);
        List<String> found = new ArrayList<>(left);
        found.addAll(rows);
        assertThat(found).as("left, or with a row").containsExactlyInAnyOrderElementsOf(all);
        return rows;
    }

    private interface Source {
        MessageConsumer open(Session session) throws JMSException;
    }

    private static List<String> drain(Source source) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = broker.factory().createConnection()) {
            connection.start();
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageConsumer consumer = source.open(session);
            for (TextMessage message = (TextMessage) consumer.receiveNoWait();
                    message != null;
                    message = (TextMessage) consumer.receiveNoWait()) {
                texts.add(message.getText());
            }
            session.commit();
        }
        return texts;
    }

    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (java.sql.Connection sql = DriverManager.getConnection(database, PostgresServer.USER, null);
                Statement statement = sql.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT text FROM ledger WHERE text LIKE 'r" + queues + "m%' ORDER BY text")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    private static void sql(String text) throws SQLException {
        try (java.sql.Connection sql = DriverManager.getConnection(database, PostgresServer.USER, null);
                Statement statement = sql.createStatement()) {
            statement.execute(text);
        }
    }
}

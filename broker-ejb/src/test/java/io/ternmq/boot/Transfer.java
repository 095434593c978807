package io.ternmq.boot;

import io.ternmq.client.TernConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.postgresql.xa.PGXADataSource;

/**
 * A program's work in distributed transactions: takes a message from one queue, writes a row of its text, and sends it on to another
 * queue. Used by one thread.
 */
final class Transfer implements AutoCloseable {

    private static final long WAIT = 10_000;

    private final TransactionManager manager;
    private final boolean brokerFirst;
    private final Consumer<CommitPoint> observer;
    private final XAConnection connection;
    private final XASession session;
    private final MessageConsumer consumer;
    private final MessageProducer producer;
    private final javax.sql.XAConnection database;

    /**
     * @param queues the suffix of the queues' names, in-… and out-…, see {@link #source}
     * @param brokerFirst whether the broker is prepared and committed before the database
     * @param observer told how far each transaction is
     */
    Transfer(
            TransactionManager manager,
            String broker,
            String database,
            String queues,
            boolean brokerFirst,
            Consumer<CommitPoint> observer)
            throws JMSException, SQLException {
        this.manager = manager;
        this.brokerFirst = brokerFirst;
        this.observer = observer;
        this.connection = new TernConnectionFactory(broker).createXAConnection();
        this.session = connection.createXASession();
        this.consumer = source(session, queues);
        this.producer = session.createProducer(session.createQueue("out-" + queues));
        this.database = dataSource(database).getXAConnection();
        connection.start();
    }

    /** A consumer of what is to be moved: a queue, or with a suffix that begins with a "t" a topic's shared durable subscription. */
    static MessageConsumer source(Session session, String queues) throws JMSException {
        String name = "in-" + queues;
        return queues.startsWith("t")
                ? session.createSharedDurableConsumer(session.createTopic(name), name)
                : session.createConsumer(session.createQueue(name));
    }

    static XADataSource dataSource(String url) {
        PGXADataSource source = new PGXADataSource();
        source.setUrl(url);
        source.setUser(io.ternmq.store.PostgresServer.USER);
        return source;
    }

    /** Begins a transaction of both resources and does the work. Returns the text of the message, or null if there was none. */
    String begin() throws Exception {
        manager.begin();
        XAResource broker = new ObservedResource(session.getXAResource(), brokerFirst, observer);
        XAResource rows = new ObservedResource(database.getXAResource(), !brokerFirst, observer);
        manager.getTransaction().enlistResource(brokerFirst ? broker : rows);
        manager.getTransaction().enlistResource(brokerFirst ? rows : broker);
        TextMessage message = (TextMessage) consumer.receive(WAIT);
        if (message == null) {
            return null;
        }
        try (Connection sql = database.getConnection();
                PreparedStatement insert = sql.prepareStatement("INSERT INTO ledger VALUES (?)")) {
            insert.setString(1, message.getText());
            insert.executeUpdate();
        }
        producer.send(session.createTextMessage(message.getText()));
        return message.getText();
    }

    /** Moves one message. Returns its text, or null if there was none. */
    String run() throws Exception {
        String text = begin();
        if (text == null) {
            manager.rollback();
        } else {
            manager.commit();
        }
        return text;
    }

    /** Ends the connection to the broker alone. */
    void closeBroker() throws JMSException {
        connection.close();
    }

    @Override
    public void close() throws JMSException, SQLException {
        connection.close();
        database.close();
    }
}

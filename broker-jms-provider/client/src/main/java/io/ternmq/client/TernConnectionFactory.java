package io.ternmq.client;

import io.ternmq.client.transport.Credentials;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;
import java.io.IOException;
import java.io.Serializable;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connections to Tern brokers (5.1), those for distributed transactions (11.3.2) too:
 * {@code new TernConnectionFactory("dmqp://localhost:5700")}. Each option of the URL is a setter too; a setter counts over the URL
 * that was set before it. A password shows neither in {@link #toString} nor in a {@link #getReference reference}, but the serialised
 * form holds it: use {@link #setPasswordFile} where that is stored. Set it up first, then any thread may use it.
 */
public class TernConnectionFactory
        implements ConnectionFactory,
                QueueConnectionFactory,
                TopicConnectionFactory,
                XAConnectionFactory,
                XAQueueConnectionFactory,
                XATopicConnectionFactory,
                Serializable,
                Referenceable {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TernConnectionFactory.class);

    private ClientOptions options;

    /** A factory for the broker on this machine, {@code dmqp://127.0.0.1:5700}. */
    public TernConnectionFactory() {
        this(DmqpUrl.DEFAULT);
    }

    /**
     * A factory for that URL, {@code dmqp://host1:5700,host2:5700?option=value&...}.
     *
     * @throws IllegalArgumentException if the URL is malformed; one line that says where
     */
    public TernConnectionFactory(String url) {
        setUrl(url);
    }

    /**
     * Sets the brokers and the options, those that the URL does not name to their defaults.
     *
     * @throws IllegalArgumentException if the URL is malformed; one line that says where
     */
    public final void setUrl(String url) {
        options = DmqpUrl.parse(url);
        if (options.password() != null) {
            LOG.warn("The URL holds a password, and URLs get into logs: use passwordFile or setPassword");
        }
    }

    /** The URL that gives the options as they are now; without the password. */
    public String getUrl() {
        return DmqpUrl.format(options);
    }

    private void set(ClientOption option, Object value) {
        options = DmqpUrl.with(options, option, value);
    }

    /** Sets the user who logs in, or null for nobody. */
    public void setUser(String value) {
        set(ClientOption.USER, value);
    }

    /** The user who logs in, or null for nobody. */
    public String getUser() {
        return options.user();
    }

    /** Sets the user's password, or null. */
    public void setPassword(String value) {
        set(ClientOption.PASSWORD, value);
    }

    /** Sets a file whose first line is the password, or null. */
    public void setPasswordFile(String value) {
        set(ClientOption.PASSWORD_FILE, value);
    }

    /** A file whose first line is the password, or null. */
    public String getPasswordFile() {
        return options.passwordFile();
    }

    /** Sets the client identifier of each connection (6.1.2), or null. */
    public void setClientId(String value) {
        set(ClientOption.CLIENT_ID, value);
    }

    /** The client identifier of each connection (6.1.2), or null. */
    public String getClientId() {
        return options.clientId();
    }

    /** Sets the longest that connecting to one broker and the login there may take, ms. */
    public void setConnectTimeout(long value) {
        set(ClientOption.CONNECT_TIMEOUT, value);
    }

    /** The longest that connecting to one broker and the login there may take, ms. */
    public long getConnectTimeout() {
        return options.connectTimeout().toMillis();
    }

    /** Sets the longest wait for an answer of the broker, ms. */
    public void setRequestTimeout(long value) {
        set(ClientOption.REQUEST_TIMEOUT, value);
    }

    /** The longest wait for an answer of the broker, ms. */
    public long getRequestTimeout() {
        return options.requestTimeout().toMillis();
    }

    /** Sets the longest silence in good health, ms; after twice that the connection is lost; 0 for no heartbeats. */
    public void setHeartbeat(long value) {
        set(ClientOption.HEARTBEAT, value);
    }

    /** The longest silence in good health, ms; after twice that the connection is lost; 0 for no heartbeats. */
    public long getHeartbeat() {
        return options.heartbeat().toMillis();
    }

    /** Sets how many messages a consumer may hold ahead of the application. */
    public void setPrefetch(int value) {
        set(ClientOption.PREFETCH, value);
    }

    /** How many messages a consumer may hold ahead of the application. */
    public int getPrefetch() {
        return options.prefetch();
    }

    /** Sets the largest frame that the client takes, bytes. */
    public void setMaxFrame(int value) {
        set(ClientOption.MAX_FRAME, value);
    }

    /** The largest frame that the client takes, bytes. */
    public int getMaxFrame() {
        return options.maxFrame();
    }

    /** Sets patterns of the classes that object messages may hold, comma-separated, or null for the system property. */
    public void setAllowedClasses(String value) {
        set(ClientOption.ALLOWED_CLASSES, value);
    }

    /** Patterns of the classes that object messages may hold, comma-separated, or null for the system property. */
    public String getAllowedClasses() {
        return options.allowedClasses();
    }

    /**
     * Sets which optional JMSX properties messages get (3.5.9), comma-separated, or null for none: {@code JMSXUserID} and
     * {@code JMSXProducerTXID} on send, {@code JMSXConsumerTXID} and {@code JMSXRcvTimestamp} on receipt.
     */
    public void setJmsx(String value) {
        set(ClientOption.JMSX, value);
    }

    /** Which optional JMSX properties messages get, comma-separated, or null for none. */
    public String getJmsx() {
        return options.jmsx();
    }

    /** Sets what {@code JMSXAppID} says of each message that is sent, or null for none. */
    public void setAppId(String value) {
        set(ClientOption.APP_ID, value);
    }

    /** What {@code JMSXAppID} says of each message that is sent, or null for none. */
    public String getAppId() {
        return options.appId();
    }

    // ---- connections ----

    @Override
    public Connection createConnection() throws JMSException {
        return open(new TernConnection(options), ownCredentials());
    }

    @Override
    public Connection createConnection(String user, String password) throws JMSException {
        return open(new TernConnection(options), new Credentials(user, password));
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return open(new TernQueueConnection(options), ownCredentials());
    }

    @Override
    public QueueConnection createQueueConnection(String user, String password) throws JMSException {
        return open(new TernQueueConnection(options), new Credentials(user, password));
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return open(new TernTopicConnection(options), ownCredentials());
    }

    @Override
    public TopicConnection createTopicConnection(String user, String password) throws JMSException {
        return open(new TernTopicConnection(options), new Credentials(user, password));
    }

    private static <C extends TernConnection> C open(C connection, Credentials credentials) throws JMSException {
        connection.open(credentials);
        return connection;
    }

    private Credentials ownCredentials() throws JMSException {
        try {
            return options.credentials();
        } catch (IOException e) {
            throw JmsErrors.with(new JMSException(e.getMessage()), e);
        }
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return RuntimeErrors.get(() -> context(sessionMode, ownCredentials()));
    }

    @Override
    public JMSContext createContext(String user, String password) {
        return createContext(user, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String user, String password, int sessionMode) {
        return RuntimeErrors.get(() -> context(sessionMode, new Credentials(user, password)));
    }

    private JMSContext context(int sessionMode, Credentials credentials) throws JMSException {
        SessionMode mode = TernContext.mode(sessionMode);
        return new TernContext(open(new TernConnection(options), credentials), mode);
    }

    // ---- connections with sessions for distributed transactions (11.3) ----

    @Override
    public XAConnection createXAConnection() throws JMSException {
        return openXa(new TernXAConnection(options), ownCredentials());
    }

    @Override
    public XAConnection createXAConnection(String user, String password) throws JMSException {
        return openXa(new TernXAConnection(options), new Credentials(user, password));
    }

    @Override
    public XAQueueConnection createXAQueueConnection() throws JMSException {
        return openXa(new TernXAQueueConnection(options), ownCredentials());
    }

    @Override
    public XAQueueConnection createXAQueueConnection(String user, String password) throws JMSException {
        return openXa(new TernXAQueueConnection(options), new Credentials(user, password));
    }

    @Override
    public XATopicConnection createXATopicConnection() throws JMSException {
        return openXa(new TernXATopicConnection(options), ownCredentials());
    }

    @Override
    public XATopicConnection createXATopicConnection(String user, String password) throws JMSException {
        return openXa(new TernXATopicConnection(options), new Credentials(user, password));
    }

    private static <C extends TernConnection> C openXa(C connection, Credentials credentials) throws JMSException {
        connection.openXa(credentials);
        return connection;
    }

    @Override
    public XAJMSContext createXAContext() {
        return RuntimeErrors.get(() -> new TernXAContext(openXa(new TernConnection(options), ownCredentials())));
    }

    @Override
    public XAJMSContext createXAContext(String user, String password) {
        return RuntimeErrors.get(
                () -> new TernXAContext(openXa(new TernConnection(options), new Credentials(user, password))));
    }

    // ---- an administered object ----

    @Override
    public Reference getReference() {
        return new Reference(
                getClass().getName(),
                new StringRefAddr(ConnectionFactoryBuilder.URL, getUrl()),
                ConnectionFactoryBuilder.class.getName(),
                null);
    }

    /** Whether the other is such a factory with the same options, the password aside. */
    @Override
    public final boolean equals(Object other) {
        return other instanceof TernConnectionFactory factory && getUrl().equals(factory.getUrl());
    }

    @Override
    public final int hashCode() {
        return getUrl().hashCode();
    }

    @Override
    public final String toString() {
        return getUrl();
    }
}

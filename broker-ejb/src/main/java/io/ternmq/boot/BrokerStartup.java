package io.ternmq.boot;

import io.ternmq.config.BrokerConfig;
import io.ternmq.routing.Destinations;
import io.ternmq.routing.Router;
import io.ternmq.security.Authorizer;
import io.ternmq.store.StoreException;
import io.ternmq.store.jpa.JpaMessageStore;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge to the container: starts the broker with the application and stops it with it. A failure that an operator can mend is
 * left as one line in the system property {@value #FAILURE_PROPERTY}, for a launcher in the same JVM.
 */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN) // the store has transactions of its own
public class BrokerStartup {

    /** Where a launcher finds why the broker did not start. */
    public static final String FAILURE_PROPERTY = "tern.start.failure";

    /** Where a launcher finds where the broker listens, HOST:PORT. */
    public static final String ADDRESS_PROPERTY = "tern.start.address";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerStartup.class);

    @Inject
    private Config config;

    @Inject
    private Router router;

    @Inject
    private Destinations destinations;

    private volatile Broker broker;

    /** Starts the broker. */
    @PostConstruct
    void start() {
        System.clearProperty(FAILURE_PROPERTY);
        try {
            BrokerConfig read = new ConfigReader(name -> config.getOptionalValue(name, String.class)).read();
            broker = Broker.start(
                    read,
                    new BrokerParts(
                            JpaMessageStore.of(read), destinations, router, Authorizer.ADMINS_ONLY, Clock.systemUTC()));
            String address = broker.address().getAddress().getHostAddress() + ":"
                    + broker.address().getPort();
            System.setProperty(ADDRESS_PROPERTY, address);
            LOG.info("the broker takes connections on {}", address);
        } catch (IOException | StoreException | IllegalArgumentException e) {
            System.setProperty(FAILURE_PROPERTY, e.getMessage());
            LOG.error("the broker did not start: {}", e.getMessage());
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Stops the broker. */
    @PreDestroy
    void stop() {
        Broker running = broker;
        if (running != null) {
            running.close();
            System.clearProperty(ADDRESS_PROPERTY);
        }
    }

    /** The broker, while the application runs. */
    public Broker broker() {
        return broker;
    }
}

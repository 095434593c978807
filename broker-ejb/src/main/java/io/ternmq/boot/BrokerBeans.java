package io.ternmq.boot;

import io.ternmq.management.Management;
import io.ternmq.security.Authenticator;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Gives other modules what they may use of the running broker. */
@ApplicationScoped
public class BrokerBeans {

    @EJB
    private BrokerStartup startup;

    /** What an administrator can see and do. */
    @Produces
    @ApplicationScoped
    public Management management() {
        return startup.broker().management();
    }

    /** Who may in. */
    @Produces
    @ApplicationScoped
    public Authenticator authenticator() {
        return startup.broker().authenticator();
    }
}

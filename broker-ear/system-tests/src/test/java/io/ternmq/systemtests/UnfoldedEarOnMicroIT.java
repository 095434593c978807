package io.ternmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ternmq.client.TernConnectionFactory;
import jakarta.jms.JMSException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The unfolded EAR on a stock Payara Micro: an application beside it, and a client outside, talk to it by the JMS API. */
@ExtendWith(ArquillianExtension.class)
class UnfoldedEarOnMicroIT {

    @Deployment
    static WebArchive application() {
        return ShrinkWrap.create(WebArchive.class, "user.war").addClass(RoundTrip.class);
    }

    private static String url() {
        return "dmqp://127.0.0.1:" + System.getProperty("tern.port");
    }

    @Test
    void shouldServeAnApplicationInTheSameServer() throws JMSException {
        assertNotNull(
                TernConnectionFactory.class
                        .getClassLoader()
                        .getResource("META-INF/maven/io.ternmq/tern-client/pom.xml"),
                "the client comes from the adapter, the application carries none");

        RoundTrip.assertFiveBodies(new TernConnectionFactory(url()), "inside");
    }

    @Test
    @RunAsClient
    void shouldServeAClientOutside() throws JMSException {
        RoundTrip.assertFiveBodies(new TernConnectionFactory(url()), "outside");
    }
}

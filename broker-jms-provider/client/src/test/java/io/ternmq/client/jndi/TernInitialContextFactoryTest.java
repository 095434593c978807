package io.ternmq.client.jndi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.TernConnectionFactory;
import io.ternmq.client.destination.TernQueue;
import io.ternmq.client.destination.TernTopic;
import java.util.Collections;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import org.junit.jupiter.api.Test;

@SuppressWarnings("BanJNDI") // the look-ups are the subject, and nothing that is looked up is deserialised
class TernInitialContextFactoryTest {

    private static Context context(String... more) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, TernInitialContextFactory.class.getName());
        environment.put(Context.PROVIDER_URL, "dmqp://broker:1234?prefetch=3");
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return new InitialContext(environment);
    }

    @Test
    void shouldGiveTheFactoryOfTheUrl() throws NamingException {
        Context context = context(Context.SECURITY_PRINCIPAL, "u", Context.SECURITY_CREDENTIALS, "p");

        for (String name : new String[] {"ConnectionFactory", "QueueConnectionFactory", "TopicConnectionFactory"}) {
            for (String prefix : new String[] {"", "XA"}) {
                TernConnectionFactory factory = (TernConnectionFactory) context.lookup(prefix + name);
                assertThat(factory.getUrl()).isEqualTo("dmqp://broker:1234?user=u&prefetch=3");
            }
        }
    }

    @Test
    void shouldGiveDestinationsByTheirNames() throws NamingException {
        assertThat(context().lookup("queue/a/b")).isEqualTo(new TernQueue("a/b"));
        assertThat(context().lookup("topic/news")).isEqualTo(new TernTopic("news"));
    }

    @Test
    void shouldGiveDestinationsThatPropertiesName() throws NamingException {
        Context context = context("queue.orders", "shop.orders", "topic.jms/news", "shop.news");

        assertThat(context.lookup("orders")).isEqualTo(new TernQueue("shop.orders"));
        assertThat(context.lookup("jms/news")).isEqualTo(new TernTopic("shop.news"));
        assertThat(Collections.list(context.list(""))).hasSize(8);
    }

    @Test
    void shouldGiveFactoriesThatPropertiesName() throws NamingException {
        Context context = context(
                "factory.jms/reports",
                "dmqp://other:5700?clientId=reports",
                "factory.mine",
                "dmqp://other:5700?user=me",
                Context.SECURITY_PRINCIPAL,
                "u");

        assertThat(((TernConnectionFactory) context.lookup("jms/reports")).getUrl())
                .isEqualTo("dmqp://other:5700?user=u&clientId=reports");
        assertThat(((TernConnectionFactory) context.lookup("mine")).getUrl()).isEqualTo("dmqp://other:5700?user=me");
    }

    @Test
    void shouldSayWhatIsNotBound() {
        assertThatThrownBy(() -> context().lookup("unknown"))
                .isInstanceOf(NameNotFoundException.class)
                .hasMessageContaining("unknown");
        assertThatThrownBy(() -> context().lookup("queue/"))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("queue/");
    }

    @Test
    void shouldNameAPropertyThatIsWrong() {
        assertThatThrownBy(() -> context(Context.PROVIDER_URL, "tcp://x"))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining(Context.PROVIDER_URL);
        assertThatThrownBy(() -> context("factory.x", "dmqp://h?prefetched=1"))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("factory.x")
                .hasMessageContaining("prefetched");
        assertThatThrownBy(() -> context("queue.x", " "))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("queue.x");
    }

    @Test
    void shouldBeReadOnly() throws NamingException {
        Context context = context();

        assertThatThrownBy(() -> context.bind("a", "b")).isInstanceOf(OperationNotSupportedException.class);
    }
}

package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnectionFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Hashtable;
import javax.naming.Reference;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;

class TernConnectionFactoryTest {

    private static TernConnectionFactory full() {
        TernConnectionFactory factory = new TernConnectionFactory("dmqp://a:1,b:2");
        factory.setUser("u");
        factory.setPassword("secret");
        factory.setClientId("c");
        factory.setConnectTimeout(1);
        factory.setRequestTimeout(2);
        factory.setHeartbeat(3);
        factory.setPrefetch(4);
        factory.setMaxFrame(50_000);
        factory.setAllowedClasses("a.*");
        factory.setJmsx("JMSXUserID");
        factory.setAppId("shop");
        return factory;
    }

    @Test
    void shouldBeAFactoryOfEachKind() {
        assertThat(new TernConnectionFactory())
                .isInstanceOf(ConnectionFactory.class)
                .isInstanceOf(QueueConnectionFactory.class)
                .isInstanceOf(TopicConnectionFactory.class)
                .isInstanceOf(XAConnectionFactory.class)
                .isInstanceOf(XAQueueConnectionFactory.class)
                .isInstanceOf(XATopicConnectionFactory.class)
                .hasToString("dmqp://127.0.0.1:5700");
    }

    @Test
    void shouldHaveASetterForEachOption() {
        TernConnectionFactory factory = full();

        assertThat(factory.getUrl())
                .isEqualTo("dmqp://a:1,b:2?user=u&clientId=c&connectTimeout=1&requestTimeout=2&heartbeat=3&prefetch=4"
                        + "&maxFrame=50000&allowedClasses=a.*&jmsx=JMSXUserID&appId=shop");
        assertThat(factory.getJmsx()).isEqualTo("JMSXUserID");
        assertThat(factory.getAppId()).isEqualTo("shop");
        factory.setPassword(null);
        factory.setPasswordFile("f");
        assertThat(factory.getPasswordFile()).isEqualTo("f");
        for (ClientOption option : ClientOption.values()) {
            String setter = "set" + option.optionName().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                    + option.optionName().substring(1);
            assertThat(TernConnectionFactory.class.getMethods())
                    .anyMatch(method -> method.getName().equals(setter));
        }
    }

    @Test
    void shouldRefuseABadValueByNamingTheOption() {
        TernConnectionFactory factory = new TernConnectionFactory();

        assertThatThrownBy(() -> factory.setPrefetch(0)).hasMessageContaining("prefetch");
        assertThatThrownBy(() -> factory.setHeartbeat(Long.MAX_VALUE)).hasMessageContaining("heartbeat");
        assertThatThrownBy(() -> factory.setUrl("tcp://a")).hasMessageContaining("dmqp://");
    }

    @Test
    void shouldComeBackFromItsReference() throws Exception {
        TernConnectionFactory factory = full();

        Reference reference = factory.getReference();
        Object back = NamingManager.getObjectInstance(reference, null, null, new Hashtable<>());

        assertThat(reference.toString()).doesNotContain("secret");
        assertThat(back).isEqualTo(factory).hasSameHashCodeAs(factory);
        assertThat(((TernConnectionFactory) back).getPrefetch()).isEqualTo(4);
    }

    @Test
    void shouldComeBackFromSerialisation() throws Exception {
        TernConnectionFactory factory = full();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(factory);
        }
    }

    @Test
    void shouldNotShowThePassword() {
        assertThat(full().toString()).doesNotContain("secret");
    }

    @Test
    void shouldNameAPasswordFileThatCannotBeRead() {
        TernConnectionFactory factory =
                new TernConnectionFactory("dmqp://127.0.0.1:1?user=u&passwordFile=/no/such/file");

        assertThatThrownBy(factory::createConnection)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("/no/such/file");
    }
}

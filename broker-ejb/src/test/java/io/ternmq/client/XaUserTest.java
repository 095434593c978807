package io.ternmq.client;

import static io.ternmq.client.XaSide.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.boot.BrokerParts;
import io.ternmq.security.Identity;
import io.ternmq.security.users.StoreAuthenticator;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whose branches a user's transaction manager may end. */
@Timeout(60)
class XaUserTest {

    private static final String PASSWORD = "a long enough password";

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(config -> config.withAnonymous(false), XaUserTest::withUsers);

    private final TestXid xid = TestXid.next();
    private XaSide anna;
    private XaSide bert;
    private Queue queue;

    private static BrokerParts withUsers(BrokerParts parts) {
        parts.store().open();
        StoreAuthenticator users = new StoreAuthenticator(parts.store(), false, 4_096);
        users.put("anna", PASSWORD.toCharArray(), Set.of()).join();
        users.put("bert", PASSWORD.toCharArray(), Set.of()).join();
        users.put("root", PASSWORD.toCharArray(), Set.of(Identity.ADMIN)).join();
        parts.store().close();
        return new BrokerParts(
                parts.store(), parts.destinations(), parts.router(), (who, what, where) -> true, parts.clock());
    }

    private static XaSide open(String user) throws JMSException {
        return XaSide.of(BROKER.endingWithTest(BROKER.factory().createXAConnection(user, PASSWORD)));
    }

    @BeforeEach
    void prepare() throws Exception {
        anna = open("anna");
        bert = open("bert");
        queue = anna.session().createQueue(TestBroker.name("orders"));
        anna.start(xid);
        anna.send(queue, "m1");
        anna.end(xid);
        anna.resource().prepare(xid);
    }

    @Test
    void shouldHideABranchFromOtherUsers() throws Exception {
        assertThat(anna.resource().isSameRM(bert.resource())).isFalse();
        assertThat(bert.resource().recover(XAResource.TMSTARTRSCAN)).isEmpty();
        assertThat(failure(() -> bert.resource().commit(xid, false))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> bert.resource().rollback(xid))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> bert.resource().start(xid, XAResource.TMJOIN))).isEqualTo(XAException.XAER_NOTA);

        assertThat(open("anna").resource().recover(XAResource.TMSTARTRSCAN)).anyMatch(xid::isNamedBy);
        anna.resource().commit(xid, false);

        assertThat(BROKER.depth(queue.getQueueName())).isOne();
    }

    @Test
    void shouldLetAdministratorsEndTheBranchesOfAll() throws Exception {
        XAResource ofRoot = open("root").resource();
        assertThat(ofRoot.recover(XAResource.TMSTARTRSCAN)).anyMatch(xid::isNamedBy);

        ofRoot.commit(xid, false);

        assertThat(BROKER.depth(queue.getQueueName())).isOne();
    }
}

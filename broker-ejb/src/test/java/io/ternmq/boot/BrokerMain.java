package io.ternmq.boot;

import io.ternmq.config.BrokerConfig;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a bare JVM, for tests that kill it: BrokerMain DATA PORT. Says "ready" once it serves. */
public final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        BrokerConfig config = BrokerConfig.of(Path.of(args[0]))
                .withListener(BrokerConfig.Listener.DEFAULT.at("127.0.0.1", Integer.parseInt(args[1])))
                .withAnonymous(true);
        Broker broker = Broker.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop"));
        System.out.println("ready");
        new CountDownLatch(1).await(); // until it is killed
    }
}

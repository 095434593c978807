package io.ternmq.cli;

import io.ternmq.client.TernConnectionFactory;
import io.ternmq.message.DestinationName;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of verbs that move messages. */
class BrokerOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "dmqp://127.0.0.1:5700",
            description = "Where the broker is (${DEFAULT-VALUE}).")
    private String url;

    @Mixin
    private LoginOptions login;

    /** Opens a connection; it is not started yet. */
    Connection connect(Map<String, String> environment) throws JMSException {
        Optional<LoginOptions.Login> who = login.login(environment);
        TernConnectionFactory factory = factory();
        return who.isPresent()
                ? factory.createConnection(who.get().user(), who.get().password())
                : factory.createConnection();
    }

    private TernConnectionFactory factory() {
        try {
            return new TernConnectionFactory(url);
        } catch (IllegalArgumentException malformed) {
            throw CliException.usage("--url " + url + ": " + malformed.getMessage());
        }
    }

    /** The name of a queue, checked before a connection is opened for it. */
    static String queueName(String name) {
        try {
            return DestinationName.queue(name).name();
        } catch (IllegalArgumentException notAllowed) {
            throw CliException.usage(notAllowed.getMessage());
        }
    }
}

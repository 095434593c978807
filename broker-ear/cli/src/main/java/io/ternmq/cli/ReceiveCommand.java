package io.ternmq.cli;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints and removes a queue's messages. */
@Command(
        name = "receive",
        description = "Print the bodies of a queue's messages, one a line, and remove them, until the queue is empty.",
        footer = {
            "",
            "Text is printed as UTF-8, bytes as they are, other bodies as JSON.",
            "A message is removed only after it was written; what could not be written stays in the queue."
        })
final class ReceiveCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "QUEUE", description = "The queue's name.")
    private String queue;

    @Option(names = "--follow", description = "Wait for more when the queue is empty.")
    private boolean follow;

    @Option(names = "--count", paramLabel = "N", description = "Stop after N messages.")
    private Long count;

    @Option(names = "--json", description = "Print each message with headers and properties as a line of JSON.")
    private boolean json;

    @Mixin
    private BrokerOptions broker;

    ReceiveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws JMSException {
        String name = BrokerOptions.queueName(queue);
        if (count != null && count < 1) {
            throw CliException.usage("--count is 1 or more, not " + count);
        }
        try (Connection connection = broker.connect(terminal.environment());
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(name))) {
            connection.start();
            receiveAll(consumer, new PrintedMessages(terminal.out(), json));
        }
        return ExitStatus.DONE;
    }

    private void receiveAll(MessageConsumer consumer, PrintedMessages printed) throws JMSException {
        while (count == null || printed.count() < count) {
            Message message = consumer.receiveNoWait();
            if (message == null) {
                printed.acknowledge();
                if (!follow) {
                    return;
                }
                message = consumer.receive();
            }
            if (message == null) {
                throw CliException.failed("the connection to the broker ended");
            }
            printed.add(message);
        }
        printed.acknowledge();
    }
}

package io.ternmq.cli;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends text messages to a queue. */
@Command(
        name = "send",
        description = "Send each line of a file, or one text, as a text message.",
        footer = {
            "",
            "A line ends at LF alone and is sent byte for byte; a last line without LF counts.",
            "The file must be UTF-8."
        })
final class SendCommand implements Callable<Integer> {

    /** The longest line; the broker may take less. */
    private static final int MAX_LINE_BYTES = 256 * 1024 * 1024;

    private final Terminal terminal;

    @Parameters(paramLabel = "QUEUE", description = "The queue's name.")
    private String queue;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--property",
            paramLabel = "NAME=VALUE",
            description = "A string property of each message; may be repeated.")
    private Map<String, String> properties = Map.of();

    @Option(names = "--priority", paramLabel = "0..9", description = "The messages' priority (4).")
    private Integer priority;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            converter = TimeToLive.class,
            description = "How long the messages live, as 30s, 5m, 2h or 7d (for ever).")
    private Duration timeToLive;

    @Option(names = "--non-persistent", description = "The messages need not survive a restart of the broker.")
    private boolean nonPersistent;

    @Option(names = "--json", description = "Tell the outcome as JSON on standard output.")
    private boolean json;

    @Mixin
    private BrokerOptions broker;

    SendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where the bodies come from: one of these. */
    static final class Source {

        @Option(
                names = "--file",
                paramLabel = "FILE",
                required = true,
                description = "Send each line of this file; '-' is standard input.")
        private String file;

        @Option(names = "--text", paramLabel = "BODY", required = true, description = "Send this text as one message.")
        private String text;
    }

    @Override
    public Integer call() throws Exception {
        String name = BrokerOptions.queueName(queue);
        if (priority != null && (priority < 0 || priority > 9)) {
            throw CliException.usage("a priority is 0 to 9, not " + priority);
        }
        try (LineReader lines = open();
                Connection connection = broker.connect(terminal.environment());
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(name))) {
            prepare(producer);
            Sender sender = new Sender(producer);
            try {
                sendAll(lines, session, sender);
            } finally {
                sender.settle();
                report(name, sender.confirmed());
            }
        }
        return ExitStatus.DONE;
    }

    private void sendAll(LineReader lines, Session session, Sender sender)
            throws JMSException, IOException, InterruptedException {
        if (source.text != null) {
            sender.send(message(session, source.text), source.text.length());
        } else {
            for (String line = lines.next(); line != null; line = lines.next()) {
                sender.send(message(session, line), line.length());
            }
        }
        sender.await();
    }

    private LineReader open() throws IOException {
        if (source.file == null) {
            return new LineReader(new ByteArrayInputStream(new byte[0]), "--text", MAX_LINE_BYTES);
        }
        if (source.file.equals("-")) {
            return new LineReader(terminal.in(), "standard input", MAX_LINE_BYTES);
        }
        return new LineReader(openFile(Path.of(source.file)), source.file, MAX_LINE_BYTES);
    }

    private static InputStream openFile(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw CliException.failed(file + " is a folder");
            }
            return Files.newInputStream(file);
        } catch (NoSuchFileException missing) {
            throw CliException.failed("there is no file " + file);
        } catch (IOException unreadable) {
            throw CliException.failed("the file " + file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private void prepare(MessageProducer producer) throws JMSException {
        producer.setDeliveryMode(nonPersistent ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT);
        if (priority != null) {
            producer.setPriority(priority);
        }
        if (timeToLive != null) {
            producer.setTimeToLive(timeToLive.toMillis());
        }
    }

    private Message message(Session session, String body) throws JMSException {
        TextMessage message = session.createTextMessage(body);
        for (Map.Entry<String, String> property : properties.entrySet()) {
            setProperty(message, property.getKey(), property.getValue());
        }
        return message;
    }

    private static void setProperty(Message message, String name, String value) {
        try {
            message.setStringProperty(name, value);
        } catch (JMSException | IllegalArgumentException notAllowed) {
            throw CliException.usage("--property " + name + ": " + Failures.line(notAllowed));
        }
    }

    private void report(String name, long sent) {
        if (json) {
            terminal.print(Json.createObjectBuilder()
                            .add("queue", name)
                            .add("sent", sent)
                            .build() + "\n");
        } else {
            terminal.err().println(sent == 1 ? "sent 1 message to " + name : "sent " + sent + " messages to " + name);
        }
    }
}

package io.ternmq.client.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.message.DestinationName;
import io.ternmq.message.DestinationName.Kind;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TernDestinationTest {

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldMakeTheInterfaceOfEachKind(Kind kind) throws JMSException {
        TernDestination destination = TernDestination.of(new DestinationName(kind, "a b"));

        assertThat(destination.name()).isEqualTo(new DestinationName(kind, "a b"));
        assertThat(destination instanceof Queue).isEqualTo(kind.isQueue());
        assertThat(destination instanceof Topic).isEqualTo(!kind.isQueue());
        assertThat(destination instanceof TemporaryQueue).isEqualTo(kind == Kind.TEMPORARY_QUEUE);
        assertThat(destination instanceof TemporaryTopic).isEqualTo(kind == Kind.TEMPORARY_TOPIC);
        assertThat(destination instanceof Queue queue ? queue.getQueueName() : ((Topic) destination).getTopicName())
                .isEqualTo("a b");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldBeEqualByKindAndName(Kind kind) {
        TernDestination destination = TernDestination.of(new DestinationName(kind, "x"));

        assertThat(destination).isEqualTo(TernDestination.of(new DestinationName(kind, "x")));
        assertThat(destination).hasSameHashCodeAs(TernDestination.of(new DestinationName(kind, "x")));
        assertThat(destination).isNotEqualTo(TernDestination.of(new DestinationName(kind, "X")));
        for (Kind other : Kind.values()) {
            assertThat(destination.equals(TernDestination.of(new DestinationName(other, "x"))))
                    .isEqualTo(other == kind);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldSurviveSerialisation(Kind kind) throws Exception {
        TernDestination destination = TernDestination.of(new DestinationName(kind, "x"));

        Object copy = serialised(destination);

        assertThat(copy).isEqualTo(destination).hasSameHashCodeAs(destination).hasSameClassAs(destination);
    }

    @Test
    void shouldSayKindAndName() {
        assertThat(new TernQueue("orders")).hasToString("queue orders");
        assertThat(new TernTopic("news")).hasToString("topic news");
    }

    @Test
    void shouldRefuseNamesThatAreNotAllowed() {
        assertThatThrownBy(() -> new TernQueue("a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TernTopic(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TernTemporaryQueue(DestinationName.queue("q"), null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TernTemporaryTopic(DestinationName.topic("t"), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAdoptForeignDestinationsByKindAndName() throws JMSException {
        assertThat(TernDestination.from((Queue) () -> "a")).isEqualTo(new TernQueue("a"));
        assertThat(TernDestination.from((Topic) () -> "a")).isEqualTo(new TernTopic("a"));
        assertThat(TernDestination.from(new ForeignTemporaryQueue()).name())
                .isEqualTo(new DestinationName(Kind.TEMPORARY_QUEUE, "temp"));
        assertThat(TernDestination.from(new ForeignTemporaryTopic()).name())
                .isEqualTo(new DestinationName(Kind.TEMPORARY_TOPIC, "temp"));
    }

    @Test
    void shouldTakeItsOwnDestinationsAsTheyAre() throws JMSException {
        TernQueue own = new TernQueue("a");

        assertThat(TernDestination.from(own)).isSameAs(own);
    }

    static Stream<Destination> unknownDestinations() {
        return Stream.of(
                null, new Destination() {}, new Both(), (Queue) () -> null, (Topic) () -> "", (Queue) () -> "a\u0000b");
    }

    @ParameterizedTest
    @MethodSource("unknownDestinations")
    void shouldRefuseWhatIsNoDestinationForIt(Destination foreign) {
        assertThatThrownBy(() -> TernDestination.from(foreign))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageNotContaining("\u0000");
    }

    @Test
    void shouldPassOnTheFailureOfAForeignDestination() {
        JMSException failure = new JMSException("gone");

        assertThatThrownBy(() -> TernDestination.from((Queue) () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void shouldLetItsOwnerDeleteATemporaryDestination() throws JMSException {
        List<TernDestination> deleted = new ArrayList<>();
        TemporaryOwner owner = new RecordingOwner(deleted);
        TernTemporaryQueue queue = new TernTemporaryQueue(new DestinationName(Kind.TEMPORARY_QUEUE, "q"), owner);
        TernTemporaryTopic topic = new TernTemporaryTopic(new DestinationName(Kind.TEMPORARY_TOPIC, "t"), owner);

        queue.delete();
        topic.delete();

        assertThat(deleted).containsExactly(queue, topic);
    }

    @Test
    void shouldNotLetOthersDeleteATemporaryDestination() throws Exception {
        DestinationName name = new DestinationName(Kind.TEMPORARY_QUEUE, "q");
        TernTemporaryQueue owned = new TernTemporaryQueue(name, new RecordingOwner(new ArrayList<>()));
        TemporaryQueue replyTo = (TemporaryQueue) TernDestination.of(name);
        TemporaryQueue copy = (TemporaryQueue) serialised(owned);

        assertThatThrownBy(replyTo::delete).isInstanceOf(JMSException.class).hasMessageContaining("queue q");
        assertThatThrownBy(copy::delete).isInstanceOf(JMSException.class);
        assertThatCode(owned::delete).doesNotThrowAnyException();
    }

    private static Object serialised(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    private record RecordingOwner(List<TernDestination> deleted) implements TemporaryOwner {
        @Override
        public void delete(TernDestination destination) {
            deleted.add(destination);
        }

        @Override
        public boolean owns(TernDestination destination) {
            return !deleted.contains(destination);
        }
    }

    private static final class Both implements Queue, Topic {
        @Override
        public String getQueueName() {
            return "a";
        }

        @Override
        public String getTopicName() {
            return "a";
        }
    }

    private static final class ForeignTemporaryQueue implements TemporaryQueue {
        @Override
        public String getQueueName() {
            return "temp";
        }

        @Override
        public void delete() {}
    }

    private static final class ForeignTemporaryTopic implements TemporaryTopic {
        @Override
        public String getTopicName() {
            return "temp";
        }

        @Override
        public void delete() {}
    }
}

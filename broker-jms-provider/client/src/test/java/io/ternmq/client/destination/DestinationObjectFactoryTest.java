package io.ternmq.client.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.message.DestinationName;
import io.ternmq.message.DestinationName.Kind;
import java.util.stream.Stream;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DestinationObjectFactoryTest {

    private final DestinationObjectFactory factory = new DestinationObjectFactory();

    static Stream<TernDestination> administered() {
        return Stream.of(new TernQueue("orders"), new TernTopic("a:b+c \u00e4"));
    }

    @ParameterizedTest
    @MethodSource("administered")
    void shouldRebuildADestinationFromItsReference(TernDestination destination) throws Exception {
        Reference reference = destination.getReference();

        Object rebuilt = NamingManager.getObjectInstance(reference, null, null, null);

        assertThat(reference.getFactoryClassName()).isEqualTo(DestinationObjectFactory.class.getName());
        assertThat(rebuilt)
                .isEqualTo(destination)
                .hasSameHashCodeAs(destination)
                .hasSameClassAs(destination);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "TEMPORARY_.*", mode = EnumSource.Mode.MATCH_ANY)
    void shouldRefuseToBindATemporaryDestination(Kind kind) {
        TernDestination temporary = TernDestination.of(new DestinationName(kind, "t"));

        assertThatThrownBy(temporary::getReference).isInstanceOf(OperationNotSupportedException.class);
    }

    @Test
    void shouldLeaveOtherObjectsToOtherFactories() throws Exception {
        assertThat(factory.getObjectInstance("orders", null, null, null)).isNull();
        assertThat(factory.getObjectInstance(null, null, null, null)).isNull();
        assertThat(factory.getObjectInstance(new Reference("java.lang.Runtime"), null, null, null))
                .isNull();
    }

    @Test
    void shouldSayWhatIsWrongWithAReference() {
        Reference nameless = new Reference(TernQueue.class.getName());
        Reference invalid = new Reference(TernTopic.class.getName(), new StringRefAddr("name", "\n"));

        assertThatThrownBy(() -> factory.getObjectInstance(nameless, null, null, null))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("'name'");
        assertThatThrownBy(() -> factory.getObjectInstance(invalid, null, null, null))
                .isInstanceOf(NamingException.class)
                .hasMessageNotContaining("\n");
    }
}

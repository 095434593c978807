package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedClassesTest {

    static Stream<Class<?>> values() {
        return Stream.of(
                String.class,
                Integer.class,
                Boolean.class,
                UUID.class,
                ArrayList.class,
                HashMap.class,
                byte[].class,
                int[][].class,
                String[].class,
                Object[].class,
                Map.Entry[].class);
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldAllowValuesByDefault(Class<?> type) {
        assertThat(check(AllowedClasses.filter(null), type, 1)).isEqualTo(Status.ALLOWED);
    }

    static Stream<Class<?>> others() {
        return Stream.of(
                Thread.class,
                ProcessBuilder.class,
                Class.class,
                AllowedClassesTest.class,
                Thread[].class,
                java.util.PriorityQueue.class,
                java.net.URL.class,
                java.lang.reflect.Proxy.class,
                java.lang.invoke.SerializedLambda.class,
                javax.naming.Reference.class);
    }

    @ParameterizedTest
    @MethodSource("others")
    void shouldRefuseAllElseByDefault(Class<?> type) {
        assertThat(check(AllowedClasses.filter(""), type, 1)).isEqualTo(Status.REJECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "io.ternmq.client.message, ALLOWED",
        "io.ternmq.client.message.*, ALLOWED",
        "io.ternmq, ALLOWED",
        "io.ternmq.client.message.AllowedClassesTest, ALLOWED",
        "io.ternmq.client.mess, REJECTED",
        "io.ternmq.client.message.Allowed, REJECTED",
        "io.ternmq.client.message.AllowedClassesTes, REJECTED",
        "io.ternmq.client.message.AllowedClassesTest.Nested, REJECTED",
        "ternmq, REJECTED",
        "*, ALLOWED"
    })
    void shouldEndAPatternAtAPackageBoundary(String pattern, Status expected) {
        ObjectInputFilter filter = AllowedClasses.filter("com.app, " + pattern + " ,,");

        assertThat(check(filter, AllowedClassesTest.class, 1)).isEqualTo(expected);
        assertThat(check(filter, AllowedClassesTest[].class, 1)).isEqualTo(expected);
    }

    @Test
    void shouldAllowNestedClassesWithTheirClass() {
        ObjectInputFilter filter = AllowedClasses.filter("io.ternmq.client.message.AllowedClassesTest");

        assertThat(check(filter, Nested.class, 1)).isEqualTo(Status.ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({"'', 20", "maxdepth=7, 7", "'com.app,maxdepth=30', 30", "'*,maxdepth=40', 40"})
    void shouldLimitTheDepth(String patterns, long limit) {
        for (Class<?> type : new Class<?>[] {HashMap.class, null}) {
            assertThat(check(AllowedClasses.filter(patterns), type, limit)).isNotEqualTo(Status.REJECTED);
            assertThat(check(AllowedClasses.filter(patterns), type, limit + 1)).isEqualTo(Status.REJECTED);
        }
    }

    @Test
    void shouldNotLimitTheDepthOfWhatTheUserTrusts() {
        assertThat(check(AllowedClasses.filter("com.app"), HashMap.class, 100_000))
                .isEqualTo(Status.ALLOWED);
        assertThat(check(AllowedClasses.filter("*"), null, 100_000)).isEqualTo(Status.UNDECIDED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " , "})
    void shouldTakeAnEmptyListAsTheDefault(String patterns) {
        assertThat(check(AllowedClasses.filter(patterns), String.class, 1)).isEqualTo(Status.ALLOWED);
        assertThat(check(AllowedClasses.filter(patterns), Nested.class, 1)).isEqualTo(Status.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.app.**",
                "com..app",
                "com.app.",
                ".com",
                "!com.app",
                "com.*.app",
                "com app",
                "com.app;com.b",
                "maxdepth=",
                "maxdepth=-1",
                "maxdepth=x",
                "**"
            })
    void shouldRefuseWhatIsNoPattern(String pattern) {
        assertThatThrownBy(() -> AllowedClasses.filter("com.ok," + pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + pattern + "'");
    }

    @Test
    void shouldLeaveCountsUndecided() {
        assertThat(check(AllowedClasses.filter(null), null, 1)).isEqualTo(Status.UNDECIDED);
    }

    @Test
    void shouldReadTheSystemProperty() {
        assertThat(AllowedClasses.PROPERTY).isEqualTo("io.ternmq.client.allowedClasses");
        System.setProperty(AllowedClasses.PROPERTY, "io.ternmq");
        try {
            assertThat(check(AllowedClasses.fromSystemProperty(), Nested.class, 1))
                    .isEqualTo(Status.ALLOWED);
        } finally {
            System.clearProperty(AllowedClasses.PROPERTY);
        }
        assertThat(check(AllowedClasses.fromSystemProperty(), Nested.class, 1)).isEqualTo(Status.REJECTED);
    }

    static final class Nested {}

    private static Status check(ObjectInputFilter filter, Class<?> type, long depth) {
        return filter.checkInput(new Info(type, depth));
    }

    private record Info(Class<?> serialClass, long depth) implements ObjectInputFilter.FilterInfo {
        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 1;
        }
    }
}

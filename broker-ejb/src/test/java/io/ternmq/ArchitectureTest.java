package io.ternmq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages of the broker and what each may use, as docs/architecture.md has them: no cycle, and nobody uses what is above. */
class ArchitectureTest {

    private static final String ROOT = "io.ternmq.";

    /** What all may use. */
    private static final List<String> COMMON = List.of("message", "config", "metrics");

    /** Each package, with those below it that have no line of their own, and which others it may use. Boot may use all. */
    private static final Map<String, List<String>> TABLE = Map.ofEntries(
            line("net", "session", "delivery", "routing", "wire", "security"),
            line("session", "delivery", "routing", "selector", "store", "security", "wire"),
            line("delivery", "routing", "selector", "store"),
            line("routing", "selector", "store"),
            line("selector"),
            line("store"),
            line("store.jpa", "store"),
            line("store.memory", "store"),
            line("cluster", "delivery", "routing", "store", "security", "wire", "client.transport"),
            line("cluster.hazelcast", "cluster"),
            line("management", "session", "delivery", "routing", "store", "security", "security.users"),
            line("security"),
            line("security.users", "security", "store"),
            line("metrics"),
            line("config"),
            line("wire"),
            line("message"));

    private static JavaClasses broker;

    @BeforeAll
    static void read() {
        broker = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.ternmq");
    }

    static Set<String> packages() {
        return new TreeSet<>(TABLE.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void shouldUseNoPackageBeyondItsLine(String name) {
        List<String> allowed = new ArrayList<>(COMMON);
        allowed.add(name);
        allowed.addAll(TABLE.get(name));

        noClasses()
                .that(are("of " + name, type -> lineOf(type).equals(name)))
                .should()
                .dependOnClassesThat(
                        are("ours outside " + allowed, type -> isOurs(type) && !allowed.contains(lineOf(type))))
                .allowEmptyShould(true)
                .check(broker);
    }

    @Test
    void shouldHaveNoCycleOfPackages() {
        slices().matching("io.ternmq.(**)").should().beFreeOfCycles().check(broker);
    }

    @Test
    void shouldKeepEveryClassInAPackageOfTheTable() {
        classes()
                .should()
                .resideInAnyPackage(
                        "io.ternmq.boot..",
                        "io.ternmq.net..",
                        "io.ternmq.session..",
                        "io.ternmq.delivery..",
                        "io.ternmq.routing..",
                        "io.ternmq.selector..",
                        "io.ternmq.store..",
                        "io.ternmq.cluster..",
                        "io.ternmq.management..",
                        "io.ternmq.security..",
                        "io.ternmq.metrics..",
                        "io.ternmq.config..",
                        "io.ternmq.message..",
                        "io.ternmq.wire..",
                        "io.ternmq.client..")
                .check(broker);
    }

    /** Libraries, each with the packages that alone may know it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "io.netty. | net wire client.transport",
                "jakarta.persistence. | store.jpa",
                "org.eclipse.persistence. | store.jpa",
                "org.flywaydb. | store.jpa",
                "com.zaxxer.hikari. | store.jpa",
                "java.sql. | store.jpa",
                "com.hazelcast. | cluster.hazelcast",
                "jakarta.ejb. | boot",
                "jakarta.resource. | ra",
                "jakarta.jms. | client ra"
            })
    void shouldKeepLibrariesToTheirPackages(String library, String packages) {
        List<String> allowed = List.of(packages.split(" "));

        noClasses()
                .that(are("outside " + allowed, type -> !isIn(type, allowed)))
                .should()
                .dependOnClassesThat(are("of " + library, type -> type.getName().startsWith(library)))
                .check(broker);
    }

    @Test
    void shouldNeverDeserialise() {
        noClasses()
                .that(are("the broker's", type -> !isIn(type, List.of("client"))))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(broker);
    }

    @Test
    void shouldNotUseTheClient() {
        noClasses()
                .that(are("the broker's", type -> !isIn(type, List.of("client", "cluster"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.ternmq.client..")
                .check(broker);
    }

    private static Map.Entry<String, List<String>> line(String name, String... uses) {
        return Map.entry(name, List.of(uses));
    }

    private static DescribedPredicate<JavaClass> are(String description, Predicate<JavaClass> test) {
        return DescribedPredicate.describe(description, test);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getBaseComponentType().getPackageName().startsWith(ROOT);
    }

    /** The line of the table that a type of ours belongs to: its package's, or the nearest above. */
    private static String lineOf(JavaClass type) {
        String name = packageOf(type);
        while (!TABLE.containsKey(name) && name.indexOf('.') >= 0) {
            name = name.substring(0, name.lastIndexOf('.'));
        }
        return name;
    }

    private static boolean isIn(JavaClass type, List<String> packages) {
        String name = packageOf(type);
        return packages.stream().anyMatch(p -> name.equals(p) || name.startsWith(p + "."));
    }

    private static String packageOf(JavaClass type) {
        return isOurs(type) ? type.getBaseComponentType().getPackageName().substring(ROOT.length()) : "";
    }
}

package io.ternmq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The package graph as docs/architecture.md draws it: no cycle, and each package uses only those below it. */
@AnalyzeClasses(packages = "io.ternmq", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** What a package of the broker may use, beside itself, its own sub-packages, and what all may use. */
    private static final Map<String, List<String>> USES = uses();

    private static final List<String> BY_ALL = List.of("message", "config", "metrics");

    private static Map<String, List<String>> uses() {
        Map<String, List<String>> uses = new LinkedHashMap<>();
        // A connection writes the message that delivery's port hands it.
        uses.put("net", List.of("session", "delivery", "routing", "wire", "security"));
        // A selector is parsed where a frame brings it and evaluated where a lane looks for a consumer.
        uses.put("session", List.of("delivery", "routing", "selector", "store", "security", "wire"));
        uses.put("delivery", List.of("routing", "selector", "store"));
        uses.put("routing", List.of("selector", "store"));
        uses.put("selector", List.of());
        uses.put("store", List.of());
        uses.put("cluster", List.of("delivery", "routing", "store", "security", "wire", "client.transport"));
        uses.put("management", List.of("session", "delivery", "routing", "store", "security"));
        uses.put("security", List.of());
        uses.put("metrics", List.of());
        uses.put("config", List.of());
        return uses;
    }

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.ternmq.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesUseOnlyThoseBelow = CompositeArchRule.of(USES.entrySet().stream()
            .map(entry -> usesOnly(entry.getKey(), entry.getValue()))
            .toList());

    @ArchTest
    static final ArchRule librariesStayInTheirPlaces = CompositeArchRule.of(List.of(
            only("io.netty..", "..net..", "..wire..", "..client.transport.."),
            only("jakarta.persistence..", "..store.jpa.."),
            only("org.eclipse.persistence..", "..store.jpa.."),
            only("com.hazelcast..", "..cluster.hazelcast.."),
            only("jakarta.ejb..", "..boot.."),
            only("jakarta.resource..", "..ra.."),
            only("jakarta.jms..", "..client..", "..ra..")));

    private static ArchRule usesOnly(String user, List<String> used) {
        List<String> allowed = new ArrayList<>(used);
        allowed.addAll(BY_ALL);
        allowed.add(user);
        return classes()
                .that()
                .resideInAPackage("io.ternmq." + user + "..")
                .should()
                .onlyDependOnClassesThat(outsideOfTernOrIn(allowed))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> outsideOfTernOrIn(List<String> allowed) {
        return DescribedPredicate.describe(
                "are no classes of Tern or are in " + allowed,
                type -> !type.getPackageName().startsWith("io.ternmq")
                        || allowed.stream()
                                .map(name -> "io.ternmq." + name)
                                .anyMatch(name -> type.getPackageName().equals(name)
                                        || type.getPackageName().startsWith(name + ".")));
    }

    private static ArchRule only(String library, String... users) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(users)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}

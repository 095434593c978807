package io.ternmq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages of the client's jar: what it shares with the broker knows nothing of JMS, and the client never sees the broker. */
@AnalyzeClasses(packages = "io.ternmq", importOptions = DoNotIncludeTests.class)
class ClientArchitectureTest {

    private static final String OURS = "io.ternmq..";
    private static final String MESSAGE = "io.ternmq.message..";
    private static final String WIRE = "io.ternmq.wire..";
    private static final String CLIENT = "io.ternmq.client..";
    private static final String TRANSPORT = "io.ternmq.client.transport..";

    @ArchTest
    static final ArchRule shouldHoldThesePackagesOnly = classes().should().resideInAnyPackage(MESSAGE, WIRE, CLIENT);

    @ArchTest
    static final ArchRule shouldHaveNoCycleOfPackages =
            slices().matching("io.ternmq.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule shouldKeepMessagesToThemselves = noClasses()
            .that()
            .resideInAPackage(MESSAGE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WIRE, CLIENT, "io.netty..", "org.slf4j..");

    @ArchTest
    static final ArchRule shouldKeepFramesToMessages = noClasses()
            .that()
            .resideInAPackage(WIRE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLIENT);

    @ArchTest
    static final ArchRule shouldKeepNettyToFramesAndTransport = noClasses()
            .that()
            .resideInAPackage(OURS)
            .and()
            .resideOutsideOfPackages(WIRE, TRANSPORT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule shouldKeepJmsToTheClient = noClasses()
            .that()
            .resideOutsideOfPackages(CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.jms..");

    @ArchTest
    static final ArchRule shouldNeedNothingButJmsNettyAndSlf4j = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    OURS,
                    "java..",
                    "javax.naming..",
                    "javax.net..",
                    "javax.transaction.xa..",
                    "jakarta.jms..",
                    "io.netty..",
                    "org.slf4j..",
                    "");
}

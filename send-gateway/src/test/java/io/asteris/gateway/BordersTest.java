package io.asteris.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What a request may say is decided without a database or a wire, and what is accepted does not know how it was asked for. */
class BordersTest {
    private static final String REQUEST = "io.asteris.gateway.request";
    private static final String SEND = "io.asteris.gateway.send";

    private final JavaClasses gateway = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.asteris.gateway");

    @Test
    void readingARequestUsesNothingButTheContractTheParserAndProblems() {
        classes()
                .that()
                .resideInAPackage(REQUEST)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.core..",
                        "io.asteris.contract..",
                        "io.asteris.platform.http",
                        REQUEST)
                .check(gateway);
    }

    @Test
    void whatAcceptsAndSettlesKnowsNothingOfRestPaths() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SEND, "io.asteris.gateway.site", "io.asteris.gateway.sender")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", SEND)
                .check(gateway);
    }

    @Test
    void onlyRequestPathsKnowTheCaller() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.asteris.gateway.accept",
                        "io.asteris.gateway.idempotency",
                        "io.asteris.gateway.quota",
                        "io.asteris.gateway.resend",
                        "io.asteris.gateway.verdict")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.asteris.platform.auth.CurrentCaller")
                .check(gateway);
    }

    @Test
    void sitesAndSendersDoNotKnowHowMailIsAccepted() {
        noClasses()
                .that()
                .resideInAnyPackage("io.asteris.gateway.site", "io.asteris.gateway.sender")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.asteris.gateway.accept", SEND, "io.asteris.gateway.resend")
                .check(gateway);
    }
}

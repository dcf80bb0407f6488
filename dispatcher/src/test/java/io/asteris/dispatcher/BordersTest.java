package io.asteris.dispatcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What decides about mail sees neither the database nor the wire. */
class BordersTest {
    private final JavaClasses dispatcher = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.asteris.dispatcher");

    @Test
    void statesSchedulesAndAnswersUseNothingButTheJdkAndTheContract() {
        classes()
                .that()
                .resideInAnyPackage(
                        "io.asteris.dispatcher.state",
                        "io.asteris.dispatcher.schedule",
                        "io.asteris.dispatcher.attempt")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "io.asteris.contract",
                        "io.asteris.dispatcher.state",
                        "io.asteris.dispatcher.schedule",
                        "io.asteris.dispatcher.attempt")
                .check(dispatcher);
    }

    @Test
    void theSmtpClientAndTheRendererKnowNothingOfTheEngine() {
        classes()
                .that()
                .resideInAnyPackage("io.asteris.dispatcher.smtp", "io.asteris.dispatcher.mime")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.asteris.dispatcher.lane..",
                        "io.asteris.dispatcher.delivery..",
                        "io.asteris.dispatcher.intake..",
                        "io.asteris.dispatcher.settings..",
                        "io.asteris.dispatcher.routing..",
                        "io.asteris.platform.auth",
                        "io.asteris.platform.content",
                        "io.asteris.platform.crypto",
                        "io.asteris.platform.database",
                        "io.asteris.platform.http",
                        "io.asteris.platform.kafka",
                        "io.asteris.platform.outbox")
                .check(dispatcher);
    }
}

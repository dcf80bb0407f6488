package io.asteris.deliverability;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What judges records knows neither the database nor the wire, and what reaches people knows no rules. */
class BordersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.asteris.deliverability");

    @Test
    void judgingRecordsNeedsNoDatabaseAndNoRequest() {
        noClasses()
                .that()
                .resideInAnyPackage("..spf", "..dkim", "..dmarc", "..verdict", "..preset")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.asteris.platform..", "io.vertx..", "jakarta..", "org.xbill..")
                .check(CLASSES);
    }

    @Test
    void channelsKnowNoRules() {
        noClasses()
                .that()
                .resideInAPackage("..channel")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..alert", "..check", "..watch")
                .check(CLASSES);
    }
}

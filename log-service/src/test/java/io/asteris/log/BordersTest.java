package io.asteris.log;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The fold sees neither the database nor the wire. */
class BordersTest {
    @Test
    void theFoldUsesNothingButTheJdkTheContractAndJson() {
        classes()
                .that()
                .resideInAPackage("io.asteris.log.fold")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.fasterxml.jackson..",
                        "org.jspecify..",
                        "io.asteris.contract",
                        "io.asteris.log.fold")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.asteris.log"));
    }
}

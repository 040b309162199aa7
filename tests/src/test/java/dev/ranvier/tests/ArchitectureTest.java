package dev.ranvier.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The folders are the architecture: what may know what. */
@DisplayName("Architecture")
class ArchitectureTest {
    private static final String HW = "dev.ranvier.hw..";
    private static final String FIRMWARE = "dev.ranvier.firmware..";
    private static final String EMULATOR = "dev.ranvier.emulator..";
    private static final String TOOLS = "dev.ranvier.tools..";
    private static final String DEVICE = "dev.ranvier.emulator.device..";

    /** Benchmarks of this module share packages with the core that they measure; they are no part of the machine. */
    private static final ImportOption NO_BENCHMARKS = location -> !location.contains("/tests/target/classes/");

    private static final JavaClasses RANVIER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(NO_BENCHMARKS)
            .importPackages("dev.ranvier.hw", "dev.ranvier.firmware", "dev.ranvier.emulator", "dev.ranvier.tools");

    private static void check(ArchRule rule) {
        rule.check(RANVIER);
    }

    @Test
    @DisplayName("all four modules are looked at")
    void everything() {
        for (String module : new String[] {"hw", "firmware", "emulator", "tools"}) {
            assertTrue(
                    RANVIER.stream()
                                    .filter(c -> c.getPackageName().startsWith("dev.ranvier." + module))
                                    .count()
                            > 10,
                    module);
        }
    }

    @Test
    @DisplayName("arrows point down only: tools, emulator, firmware-api, hw-spec")
    void moduleArrows() {
        check(noClasses()
                .that()
                .resideInAPackage(HW)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FIRMWARE, EMULATOR, TOOLS));
        check(noClasses()
                .that()
                .resideInAPackage(FIRMWARE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(EMULATOR, TOOLS));
        check(noClasses()
                .that()
                .resideInAPackage(EMULATOR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TOOLS));
    }

    @Test
    @DisplayName("inside the emulator only the device knows the wire: Netty, protobuf and the firmware API")
    void wire() {
        check(noClasses()
                .that()
                .resideInAPackage(EMULATOR)
                .and()
                .resideOutsideOfPackage(DEVICE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "com.google.protobuf..", FIRMWARE, DEVICE));
    }

    @Test
    @DisplayName("the machine knows nothing of JSON, YAML or command lines, and hw-spec nothing of Netty or protobuf")
    void libraries() {
        check(noClasses()
                .that()
                .resideInAPackage(EMULATOR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "org.yaml..", "picocli..", "io.jhdf.."));
        check(noClasses()
                .that()
                .resideInAPackage(HW)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "com.google.protobuf..", "picocli..", "io.jhdf.."));
        check(noClasses()
                .that()
                .resideInAPackage(HW)
                .and()
                .resideOutsideOfPackage("dev.ranvier.hw.yaml..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "org.yaml.."));
    }

    @Test
    @DisplayName("hw-spec, firmware-api and emulator print nothing")
    void printing() {
        check(noClasses()
                .that()
                .resideInAnyPackage(HW, FIRMWARE, EMULATOR)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    @DisplayName("conform contains no arithmetic of a chip: it knows neither cores nor learning nor router internals")
    void conform() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.ranvier.tools.conform..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.ranvier.emulator.core..",
                        "dev.ranvier.emulator.plasticity..",
                        "dev.ranvier.emulator.chip.."));
    }

    @Test
    @DisplayName("the device sees of a machine only what all machines share")
    void deviceSeesChips() {
        check(noClasses()
                .that()
                .resideInAPackage(DEVICE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.ranvier.emulator.core..",
                        "dev.ranvier.emulator.plasticity..",
                        // What routers have counted is plain data in the package above these.
                        "dev.ranvier.emulator.fabric.(*).."));
    }

    @Test
    @DisplayName("cores, memories, learning and costs do not know the chip that they are part of")
    void upwards() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.ranvier.emulator.core..",
                        "dev.ranvier.emulator.memory..",
                        "dev.ranvier.emulator.plasticity..",
                        "dev.ranvier.emulator.fabric..",
                        "dev.ranvier.emulator.cost..",
                        "dev.ranvier.emulator.trace..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.ranvier.emulator.chip.."));
        check(slices().matching("dev.ranvier.emulator.(*)..").should().beFreeOfCycles());
    }

    @Test
    @DisplayName("vector code sits in classes of its own behind a plain twin")
    void vectors() {
        check(noClasses()
                .that()
                .haveSimpleNameNotContaining("Vector")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector.."));
    }

    @Test
    @DisplayName("nothing random is drawn in the machine but by its own counter-based or recorded draws")
    void determinism() {
        check(noClasses()
                .that()
                .resideInAPackage(EMULATOR)
                .and()
                .resideOutsideOfPackage(DEVICE)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime"));
    }

    @Test
    @DisplayName("no static field can change, and no class is a drawer for what belongs elsewhere")
    void houseRules() {
        check(fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("dev.ranvier.firmware.proto..")
                .should()
                .beFinal());
        check(classes().should().haveNameNotMatching(".*(Util|Utils|Helper|Helpers|Manager|Misc)"));
    }
}

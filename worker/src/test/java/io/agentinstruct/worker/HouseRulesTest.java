package io.agentinstruct.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The picture in the README, kept. */
class HouseRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.agentinstruct");

  @Test
  void theRulesLookAtSomething() {
    assertThat(HOUSE).hasSizeGreaterThan(150);
  }

  @Test
  void coreKnowsNeitherTemporalNorNetworkNorClock() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.agentinstruct.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.temporal..",
                "java.net..",
                "java.time..",
                "com.openai..",
                "okhttp3..",
                "java.sql..",
                "io.agentinstruct.contracts..",
                "io.agentinstruct.activities..",
                "io.agentinstruct.workflows.."));
  }

  @Test
  void onlyFlowFilesOfCoreTouchesFiles() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.agentinstruct.core..")
            .and()
            .doNotHaveSimpleName("FlowFiles")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file.."));
  }

  @Test
  void workflowsTouchNothingOutside() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.agentinstruct.workflows..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.io..",
                "java.net..",
                "java.nio..",
                "java.sql..",
                "java.util.concurrent..",
                "java.security..",
                "io.agentinstruct.activities..",
                "io.agentinstruct.worker.."));
  }

  @Test
  void workflowsReadNoClockAndThrowNoDice() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.agentinstruct.workflows..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class));
  }

  @Test
  void activitiesKnowNoWorkflow() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.agentinstruct.activities..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.temporal.workflow..",
                "io.agentinstruct.workflows..",
                "io.agentinstruct.worker.."));
  }

  @Test
  void contractsHoldNoLogicOfOthers() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.agentinstruct.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.agentinstruct.activities..",
                "io.agentinstruct.workflows..",
                "io.agentinstruct.worker.."));
  }

  @Test
  void nobodyButTheStarterWritesToTheTerminal() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.agentinstruct.starter..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  @Test
  void packagesFormNoCircle() {
    check(slices().matching("io.agentinstruct.(*)..").should().beFreeOfCycles());
  }

  @Test
  void noClassIsNamedForNothing() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*\\.\\w*(Manager|Helper|Util|Utils|Dto|Service)(\\$.*)?")
            .orShould()
            .resideInAnyPackage("..util..", "..common..", "..dto..", "..service..", "..helper.."));
  }

  private static void check(ArchRule rule) {
    rule.check(HOUSE);
  }
}

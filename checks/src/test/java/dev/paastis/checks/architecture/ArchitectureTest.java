// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.paastis.checks.architecture.Conditions.BE_CLOSED_FOR_INHERITANCE;
import static dev.paastis.checks.architecture.Conditions.NAMED_LIKE_A_SECRET;
import static dev.paastis.checks.architecture.Conditions.NOT_BE_PRINTED_BY_A_RECORD;
import static dev.paastis.checks.architecture.Conditions.READ_THE_CLOCK;
import static dev.paastis.checks.architecture.Conditions.SQL_TYPES;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.paastis.checks.repository.Repository;
import dev.paastis.provider.Call;
import dev.paastis.provider.Provider;
import java.net.URI;
import java.nio.file.Path;

/** What may know what, on one page; {@link RulesCanFailTest} shows each rule failing. */
@AnalyzeClasses(packages = "dev.paastis", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  /** Exactly these packages; what lies below {@code provider} is a provider, not core. */
  private static final String[] CORE = {
    "dev.paastis.app",
    "dev.paastis.schedule",
    "dev.paastis.policy",
    "dev.paastis.savings",
    "dev.paastis.provider",
    "dev.paastis.budget",
    "dev.paastis.wake",
    "dev.paastis.pause",
    "dev.paastis.account",
    "dev.paastis.notice",
    "dev.paastis.stale"
  };

  private static final String[] JDK_AND_JSPECIFY = {
    "java.lang..", "java.math..", "java.time..", "java.util..", "org.jspecify.."
  };

  @ArchTest
  static final ArchRule core_is_pure =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(CORE)
                  .or(resideInAnyPackage(JDK_AND_JSPECIFY))
                  .or(
                      type(Path.class)
                          .or(type(URI.class)))); // names, through which core reads nothing

  @ArchTest
  static final ArchRule words_know_no_capability =
      noClasses()
          .that()
          .resideInAnyPackage("dev.paastis.app", "dev.paastis.schedule")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.paastis.provider",
              "dev.paastis.budget",
              "dev.paastis.policy",
              "dev.paastis.savings",
              "dev.paastis.wake",
              "dev.paastis.pause");

  @ArchTest
  static final ArchRule capabilities_know_no_use_case =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.paastis.provider",
              "dev.paastis.budget",
              "dev.paastis.policy",
              "dev.paastis.savings")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.paastis.wake", "dev.paastis.pause", "dev.paastis.account");

  /** What cannot be undone has one place, with all that speaks against it. */
  @ArchTest
  static final ArchRule only_stale_apps_are_deleted =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.paastis.stale", "dev.paastis.provider", "dev.paastis.conformance")
          .should()
          .callMethod(Provider.class, "delete", String.class, Call.class);

  @ArchTest
  static final ArchRule no_package_cycles =
      slices().matching("dev.paastis.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule providers_apart =
      slices()
          .matching("dev.paastis.provider.(*)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(Repository.lacksMainCode("providers"));

  /** A test beside it, in whichever module, extends the suite with the provider's rig. */
  @ArchTest
  static final ArchRule providers_conform =
      classes()
          .that()
          .implement(Provider.class)
          .and()
          .resideInAPackage("dev.paastis.provider.*..")
          .should(Conditions.BE_HELD_AGAINST_THE_SUITE)
          .allowEmptyShould(Repository.lacksMainCode("providers"));

  @ArchTest
  static final ArchRule gateway_knows_no_provider =
      noClasses()
          .that()
          .resideInAPackage("dev.paastis.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.paastis.provider.*..")
          .allowEmptyShould(Repository.lacksMainCode("gateway"));

  /** What runs alone stays small: the gateway, the words of core, the wire, a JSON parser. */
  @ArchTest
  static final ArchRule edge_knows_gateway_core_and_api_only =
      noClasses()
          .that()
          .resideInAPackage("dev.paastis.edge..")
          .should(
              dependOnClassesThat(
                  resideInAPackage("dev.paastis..")
                      .and(
                          resideInAnyPackage(
                                  "dev.paastis.edge..", "dev.paastis.gateway..", "dev.paastis.api")
                              .or(resideInAnyPackage(CORE))
                              .negate()
                              .as("outside edge, gateway, core and api"))));

  @ArchTest
  static final ArchRule command_line_speaks_rest_only =
      noClasses()
          .that()
          .resideInAPackage("dev.paastis.cli..")
          .should(
              dependOnClassesThat(
                  resideInAPackage("dev.paastis..")
                      .and(
                          resideInAnyPackage("dev.paastis.cli..", "dev.paastis.api")
                              .negate()
                              .as("outside cli and api"))))
          .allowEmptyShould(Repository.lacksMainCode("cli"));

  @ArchTest
  static final ArchRule emulators_know_nothing_of_ours =
      noClasses()
          .that()
          .resideInAPackage("dev.paastis.emulator..")
          .should(
              dependOnClassesThat(
                  resideInAPackage("dev.paastis..")
                      .and(
                          resideInAPackage("dev.paastis.emulator..")
                              .negate()
                              .as("outside the emulators"))));

  @ArchTest
  static final ArchRule spring_stays_in_server =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.paastis.server..")
          .should(
              dependOnClassesThat(
                  resideInAnyPackage("org.springframework..", "jakarta..")
                      .and(resideInAPackage("jakarta.mail..").negate().as("apart from mail"))));

  @ArchTest
  static final ArchRule mail_stays_in_notices =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.paastis.notice.send..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.mail..");

  @ArchTest
  static final ArchRule netty_stays_in_gateway =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.paastis.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule acme_stays_in_certificates =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.paastis.certificate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.shredzone..", "org.bouncycastle..", "org.jose4j..");

  @ArchTest
  static final ArchRule calendar_libraries_stay_in_calendars =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.paastis.calendar..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("de.focus_shift..", "biweekly..");

  @ArchTest
  static final ArchRule sql_stays_in_store =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.paastis.store..", "dev.paastis.server.wiring..", "dev.paastis.server.job..")
          .should(dependOnClassesThat(SQL_TYPES));

  /** The job scheduler wants a {@link javax.sql.DataSource}: handed on there, never used. */
  @ArchTest
  static final ArchRule server_only_hands_the_data_source_on =
      noClasses()
          .that()
          .resideInAPackage("dev.paastis.server..")
          .should(
              dependOnClassesThat(SQL_TYPES.and(Conditions.otherThan(javax.sql.DataSource.class))))
          .allowEmptyShould(Repository.lacksMainCode("server"));

  @ArchTest
  static final ArchRule time_is_injected =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.paastis.server.wiring..",
              "dev.paastis.samples..",
              "dev.paastis.bench..",
              "dev.paastis.emulator.cli..")
          .and()
          .doNotHaveFullyQualifiedName("dev.paastis.cli.Main")
          .and()
          .doNotHaveFullyQualifiedName("dev.paastis.schedule.SystemTicker")
          .and()
          .doNotHaveFullyQualifiedName("dev.paastis.edge.Main")
          .and()
          .doNotHaveFullyQualifiedName("dev.paastis.edge.Train")
          .should(READ_THE_CLOCK);

  /** Of the server, only the package of its commands, none below it. */
  @ArchTest
  static final ArchRule standard_streams_belong_to_commands =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.paastis.cli..",
              "dev.paastis.emulator.cli..",
              "dev.paastis.samples..",
              "dev.paastis.bench..",
              "dev.paastis.edge",
              "dev.paastis.server")
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule no_value_annotation =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Value");

  @ArchTest
  static final ArchRule configuration_is_bound_in_one_place =
      classes()
          .that()
          .areMetaAnnotatedWith(
              "org.springframework.boot.context.properties.ConfigurationProperties")
          .should()
          .resideInAPackage("dev.paastis.server.config..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule one_exception_mapper =
      classes()
          .that()
          .areMetaAnnotatedWith("org.springframework.web.bind.annotation.ControllerAdvice")
          .should(Conditions.beAtMostOne())
          .allowEmptyShould(Repository.lacksMainCode("server"));

  @ArchTest static final ArchRule classes_are_closed = classes().should(BE_CLOSED_FOR_INHERITANCE);

  @ArchTest
  static final ArchRule packages_are_named_by_capability =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..",
              "..utils..",
              "..common..",
              "..impl..",
              "..dto..",
              "..manager..",
              "..helper..",
              "..helpers..",
              "..misc..");

  @ArchTest
  static final ArchRule secrets_redact_themselves =
      fields()
          .that(NAMED_LIKE_A_SECRET)
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("dev.paastis.emulator..") // whose tokens open nothing
          .should(NOT_BE_PRINTED_BY_A_RECORD)
          .allowEmptyShould(true);

  private ArchitectureTest() {}
}

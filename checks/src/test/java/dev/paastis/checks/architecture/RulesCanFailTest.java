// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that cannot fail protects nothing: each one meets code that breaks it, and tells. */
class RulesCanFailTest {
  @TempDir Path folder;

  /** Code that breaks a rule. */
  record Breach(String rule, String told, List<String> sources) {
    @Override
    public String toString() {
      return rule + ": " + told;
    }
  }

  private static Breach breach(String rule, String told, String... sources) {
    return new Breach(rule, told, List.of(sources));
  }

  static Stream<Breach> breaches() {
    return Stream.of(rooms(), foreignTypes(), time(), habits(), secrets()).flatMap(s -> s);
  }

  private static Stream<Breach> rooms() {
    return Stream.of(
        breach(
            "core_is_pure",
            "java.nio.file.FileStore",
            "package dev.paastis.wake; interface Reads { java.nio.file.FileStore store(); }"),
        breach(
            "core_is_pure",
            "java.io.InputStream",
            "package dev.paastis.savings;"
                + " interface Opens { java.math.BigDecimal sum(java.io.InputStream prices); }"),
        breach(
            "words_know_no_capability",
            "dev.paastis.provider.Provider",
            "package dev.paastis.app; interface Asks { dev.paastis.provider.Provider provider(); }"),
        breach(
            "capabilities_know_no_use_case",
            "dev.paastis.wake.Wakes",
            "package dev.paastis.policy; interface Acts { dev.paastis.wake.Wakes wakes(); }"),
        breach(
            "only_stale_apps_are_deleted",
            "dev.paastis.provider.Provider.delete",
            "package dev.paastis.pause; final class Sweeps { Object sweep(dev.paastis.provider.Provider p,"
                + " dev.paastis.provider.Call c) { return p.delete(\"shop\", c); } }"),
        breach(
            "no_package_cycles",
            "Cycle detected",
            "package dev.paastis.one; public interface First { dev.paastis.two.Second second(); }",
            "package dev.paastis.two; public interface Second { dev.paastis.one.First first(); }"),
        breach(
            "providers_apart",
            "dev.paastis.provider.right.Right",
            "package dev.paastis.provider.left; interface Left { dev.paastis.provider.right.Right r(); }",
            "package dev.paastis.provider.right; public interface Right {}"),
        breach(
            "providers_conform",
            "dev.paastis.provider.untried.Untried",
            "package dev.paastis.provider.untried;"
                + " abstract class Untried implements dev.paastis.provider.Provider {}"),
        breach(
            "gateway_knows_no_provider",
            "dev.paastis.provider.some.Some",
            "package dev.paastis.gateway.hold; interface Knows { dev.paastis.provider.some.Some s(); }",
            "package dev.paastis.provider.some; public interface Some {}"),
        breach(
            "command_line_speaks_rest_only",
            "dev.paastis.app.AppRepository",
            "package dev.paastis.cli; interface Peeks { dev.paastis.app.AppRepository apps(); }"),
        breach(
            "edge_knows_gateway_core_and_api_only",
            "dev.paastis.rest.RestClient",
            "package dev.paastis.edge; interface Asks { dev.paastis.rest.RestClient client(); }"),
        breach(
            "emulators_know_nothing_of_ours",
            "dev.paastis.app.Formation",
            "package dev.paastis.emulator; interface Shares { dev.paastis.app.Formation f(); }"));
  }

  private static Stream<Breach> foreignTypes() {
    return Stream.of(
        breach(
            "spring_stays_in_server",
            "org.springframework.stereotype.Component",
            "package dev.paastis.store; @org.springframework.stereotype.Component final class Bean {}"),
        breach(
            "mail_stays_in_notices",
            "jakarta.mail.Session",
            "package dev.paastis.server; interface Mails { jakarta.mail.Session session(); }"),
        breach(
            "netty_stays_in_gateway",
            "io.netty.buffer.ByteBuf",
            "package dev.paastis.server; interface Bytes { io.netty.buffer.ByteBuf bytes(); }"),
        breach(
            "acme_stays_in_certificates",
            "org.shredzone.acme4j.Session",
            "package dev.paastis.gateway; interface Orders { org.shredzone.acme4j.Session open(); }"),
        breach(
            "calendar_libraries_stay_in_calendars",
            "biweekly.ICalendar",
            "package dev.paastis.server; interface Feeds { biweekly.ICalendar read(); }"),
        breach(
            "sql_stays_in_store",
            "java.sql.Connection",
            "package dev.paastis.server.rest; interface Queries { java.sql.Connection c(); }"),
        breach(
            "sql_stays_in_store",
            "javax.sql.DataSource",
            "package dev.paastis.server.rest; interface Opens { javax.sql.DataSource source(); }"),
        breach(
            "server_only_hands_the_data_source_on",
            "java.sql.Connection",
            "package dev.paastis.server.job; interface Queries { java.sql.Connection c(); }"));
  }

  private static Stream<Breach> time() {
    return Stream.of(
            "java.time.Instant.now()",
            "java.time.LocalDate.now()",
            "java.time.ZonedDateTime.now(java.time.ZoneId.of(\"Europe/Paris\"))",
            "java.time.Clock.systemUTC()",
            "java.time.InstantSource.system()",
            "System.currentTimeMillis()",
            "System.nanoTime()",
            "new java.util.Date()",
            "(java.util.function.Supplier<java.time.Instant>) java.time.Instant::now")
        .map(expression ->
            breach(
                "time_is_injected",
                "Tells",
                "package dev.paastis.store; final class Tells { Object time() { return "
                    + expression
                    + "; } }"));
  }

  private static Stream<Breach> habits() {
    return Stream.of(
        breach(
            "standard_streams_belong_to_commands",
            "java.lang.System.out",
            "package dev.paastis.server.job; final class Prints { void go() { System.out.println(); } }"),
        breach(
            "no_value_annotation",
            "org.springframework.beans.factory.annotation.Value",
            """
            package dev.paastis.server.rest;
            final class Injected {
              Injected(@org.springframework.beans.factory.annotation.Value("x") String x) {}
            }\
            """),
        breach(
            "configuration_is_bound_in_one_place",
            "dev.paastis.server.rest.Settings",
            """
            package dev.paastis.server.rest;
            @org.springframework.boot.context.properties.ConfigurationProperties("x")
            record Settings(String x) {}\
            """),
        breach(
            "one_exception_mapper",
            "there are [dev.paastis.server.console.Two, dev.paastis.server.rest.One]",
            """
            package dev.paastis.server.rest;
            @org.springframework.web.bind.annotation.RestControllerAdvice final class One {}\
            """,
            """
            package dev.paastis.server.console;
            @org.springframework.web.bind.annotation.ControllerAdvice final class Two {}\
            """),
        breach(
            "classes_are_closed",
            "dev.paastis.store.Open is a class open",
            "package dev.paastis.store; class Open {}"),
        breach(
            "packages_are_named_by_capability",
            "dev.paastis.store.util",
            "package dev.paastis.store.util; final class Strings {}"));
  }

  private static Stream<Breach> secrets() {
    return Stream.of(
        breach(
            "secrets_redact_themselves",
            "Login.password",
            "package dev.paastis.server.rest; record Login(String name, String password) {}"));
  }

  @ParameterizedTest
  @MethodSource("breaches")
  void breach_isTold(Breach breach) throws Exception {
    EvaluationResult result = evaluate(breach.rule(), breach.sources().toArray(String[]::new));
    assertThat(result.hasViolation()).as("%s reports", breach.rule()).isTrue();
    assertThat(result.getFailureReport().toString()).contains(breach.told());
  }

  @Test
  void everyRule_isShownFailing() {
    List<String> rules =
        Stream.of(ArchitectureTest.class.getDeclaredFields())
            .filter(field -> field.getType().equals(ArchRule.class))
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .map(Field::getName)
            .toList();
    assertThat(breaches().map(Breach::rule).distinct()).containsExactlyInAnyOrderElementsOf(rules);
  }

  @Test
  void exemptions_holdNoFurtherThanMeant() throws Exception {
    String wiring =
        """
        package dev.paastis.server.wiring;
        final class Wiring {
          java.time.InstantSource clock() { return java.time.InstantSource.system(); }
          javax.sql.DataSource source(javax.sql.DataSource given) { return given; }
        }\
        """;
    assertThat(evaluate("time_is_injected", wiring, bystander()).hasViolation()).isFalse();
    assertThat(evaluate("sql_stays_in_store", wiring, bystander()).hasViolation()).isFalse();
    assertThat(evaluate("server_only_hands_the_data_source_on", wiring).hasViolation()).isFalse();
  }

  @Test
  void secretInATypeThatRedacts_isFine() throws Exception {
    String redacting =
        """
        package dev.paastis.server.rest;
        final class Login {
          private final String password;
          Login(String password) { this.password = password; }
          @Override public String toString() { return "***"; }
        }\
        """;
    assertThat(evaluate("secrets_redact_themselves", redacting).hasViolation()).isFalse();
  }

  /** Something to look at for rules that want to see at least one class. */
  private static String bystander() {
    return "package dev.paastis.server.rest; interface Bystander {}";
  }

  private EvaluationResult evaluate(String rule, String... sources)
      throws IOException, ReflectiveOperationException {
    ArchRule named = (ArchRule) ArchitectureTest.class.getDeclaredField(rule).get(null);
    return named.evaluate(Compiled.sources(folder, sources));
  }
}

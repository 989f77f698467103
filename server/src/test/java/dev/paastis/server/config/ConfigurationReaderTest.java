// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.paastis.policy.Rule;
import dev.paastis.server.config.Configuration.AppEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationReaderTest {
  private static final Path FILE = Path.of("/srv/paastis/paastis.yml");
  private static final Calendars CALENDARS = new HolidaysOnly();

  @Test
  void whole_file_is_read() {
    Configuration configuration =
        ConfigurationReader.parse(
            FILE,
            """
            space: acme
            idle-timeout: 20m
            gateway:
              port: 8088
              domain: preview.example.com
              hold: {per-app: 5, time: 10s}
            accounts:
              - name: laptop
                provider: local
                apps:
                  hello:
                    command: [node, server.js]
                    folder: hello
                    environment: {GREETING: hi, EMPTY: }
                    readiness: /healthz
                    hosts: [Hello.Example.com]
                    idle-timeout: 90s
                  review-7:
                    command: [./run]
            rules:
              - pattern: review-\\d+
                idle-timeout: 5m
            groups:
              - {name: all, members: [review-7, hello]}
            """,
            CALENDARS);

    AppEntry hello = configuration.apps().get(0);
    assertThat(configuration.gateway().holdPerApp()).isEqualTo(5);
    assertThat(hello.folder()).isEqualTo(Path.of("/srv/paastis/hello"));
    assertThat(hello.environment()).containsEntry("GREETING", "hi").containsEntry("EMPTY", "");
    assertThat(hello.hosts()).containsExactly("hello.example.com");
    assertThat(hello.settings().idleTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(configuration.apps().get(1).settings().idleTimeout())
        .isEqualTo(Duration.ofMinutes(20));
    assertThat(configuration.policies().rules())
        .extracting(Rule::name, rule -> rule.terms().idleTimeout())
        .containsExactly(
            tuple("the app's own entry", Duration.ofSeconds(90)),
            tuple("rule 1 (review-\\d+)", Duration.ofMinutes(5)));
    assertThat(configuration.policies().groups().get(0).members())
        .extracting(Policies.Member::app)
        .containsExactly("review-7", "hello");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spice: x | paastis.yml:1: spice: is not a key here; allowed: accounts, busy, console,"
            + " dry-run, gateway, grace, groups, hooks, idle-timeout, ignore, ignore-defaults, minimum-awake,"
            + " notifications, routes, rules, smtp, space, space-wakes-per-day, space-wakes-per-hour,"
            + " wake-timeout, wakes-per-day, wakes-per-hour, windows",
        "idle-timeout: soon | paastis.yml:1: idle-timeout: 'soon' is not a duration; write for"
            + " example 90s, 15m or 2h",
        "gateway: {port: 70000} | paastis.yml:1: gateway.port: '70000' must be a whole number from"
            + " 0 to 65535",
        "accounts: [{name: a, provider: heruko}] | paastis.yml:1: accounts[0].provider: 'heruko' is"
            + " not known; allowed: clever-cloud, docker, heroku, http, kubernetes, local,"
            + " platform-sh, render, scalingo, shell",
        "accounts: [{name: a, apps: {x: {}}}] | paastis.yml:1: accounts[0].apps.x.command: is"
            + " missing; write for example command: [node, server.js]",
        "groups: [{name: g, members: [nobody]}] | paastis.yml:1: groups[0].members: 'nobody' is not"
            + " a declared app",
        "rules: [{pattern: '(', idle-timeout: 5m}] | paastis.yml:1: rules[0].pattern: '(' is"
            + " not a regular expression: Unclosed group near position 1",
      })
  void mistake_is_told_with_line_key_and_rule(String yaml, String problem) {
    assertThat(problemsOf(yaml)).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "space: x;space: y | paastis.yml:2: space: stands here twice; keep one",
        "gateway: {trusted-peers: [nonsense]} | trusted-peers",
        "gateway: {forward-auth: {port: 1}} | gateway.forward-auth: needs trusted-peers",
        "gateway: {proxy-protocol: [10.0.0.0/33]} | gateway.proxy-protocol: '10.0.0.0/33' is neither",
        "gateway: {private-upstreams: [near]} | gateway.private-upstreams: 'near' is neither",
        "accounts: [{name: a},{name: a}] | accounts[1].name: 'a' is the name of another account",
        "groups: [{name: g, members: []},{name: g, members: []}] | groups[1].name: 'g' is the name",
        "accounts: [{name: a, apps: {x: {command: [c], stop-grace: 11m}}}] | must be at most 10m",
        "accounts: [{name: a, apps: {x: {command: [c], environment: {a b: c}}}}] | 'a b' is not",
        "accounts: [{name: a, apps: {x: {command: ['${url:y}']}}}] | ${url:y} names no declared app",
        "accounts: [{name: a, apps: {x: {command: [c], port: 81}, y: {command: [c], port: 81}}}]"
            + " | accounts[0].apps.y.port: 81 is the port of 'x' already",
        "accounts: [{name: a, apps: {x: {command: [c], hosts: [h]}, y: {command: [c], hosts: [H]}}}]"
            + " | accounts[0].apps.y.hosts: 'h' is a host of 'x' already",
      })
  void contradiction_is_told_before_anything_starts(String yaml, String problem) {
    assertThat(problemsOf(yaml.replace(';', '\n'))).singleElement().asString().contains(problem);
  }

  @Test
  void rule_without_idle_timeout_takes_the_files() {
    Configuration configuration =
        ConfigurationReader.parse(
            FILE,
            """
            idle-timeout: 3m
            rules: [{pattern: x}]
            accounts: [{name: a, apps: {x: {command: [c]}}}]
            """,
            CALENDARS);

    assertThat(configuration.apps().getFirst().settings().idleTimeout())
        .isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void all_mistakes_are_told_at_once_each_with_its_line() {
    assertThat(problemsOf("space: Ä\nconsole:\n  port: x\n"))
        .containsExactly(
            "paastis.yml:1: space: 'Ä' must be of a-z, 0-9 and inner hyphens",
            "paastis.yml:3: console.port: 'x' must be a whole number from 0 to 65535");
  }

  @Test
  void broken_yaml_is_told_with_its_line() {
    assertThat(problemsOf("space: acme\n  idle-timeout: [5m\n"))
        .singleElement()
        .asString()
        .startsWith("paastis.yml:2: is not YAML: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{app: a, after: [b]}, {app: b, after: [c]}, {app: c, after: [a]}] | a after b after c after a",
        "[{app: a, after: [b]}, {app: b, after: [a]}, c] | a after b after a",
        "[a, {app: b, after: [b]}, c] | b after b"
      })
  void members_that_wait_for_each_other_in_a_circle_are_refused_with_its_name(
      String members, String circle) {
    assertThat(problemsOf(shop(members)))
        .singleElement()
        .asString()
        .contains("groups[0].members")
        .endsWith("wait for each other in a circle: " + circle);
  }

  @Test
  void members_have_the_order_that_follows_from_whom_they_come_after() {
    String members =
        "[{app: a, after: [b, c]}, {app: b, after: [c], delay: 5s}, {app: c, optional: true}]";
    Configuration configuration = ConfigurationReader.parse(FILE, shop(members), CALENDARS);

    assertThat(configuration.policies().groups())
        .singleElement()
        .satisfies(group ->
            assertThat(group.members())
                .extracting(Policies.Member::app, Policies.Member::order, Policies.Member::optional)
                .containsExactly(tuple("a", 3, false), tuple("b", 2, false), tuple("c", 1, true)));
  }

  @Test
  void deletion_of_stale_apps_must_say_which_ones() {
    assertThat(problemsOf("rules: [{pattern: '.*', stale-after: 30d, delete-stale: true}]"))
        .singleElement()
        .asString()
        .contains("delete-stale", "does not match every name", "kinds: [review-app]");
    assertThat(problemsOf("rules: [{pattern: 'review-.*', delete-stale: true}]"))
        .singleElement()
        .asString()
        .contains("needs stale-after");
    String sound = "rules: [{kinds: [review-app], stale-after: 30d, delete-stale: true}]";
    assertThat(ConfigurationReader.parse(FILE, sound, CALENDARS).policies().rules())
        .singleElement()
        .satisfies(rule -> assertThat(rule.terms().deleteStale()).isTrue());
  }

  private static String shop(String members) {
    return """
    accounts:
      - name: laptop
        provider: local
        apps:
          a: {command: [./run]}
          b: {command: [./run]}
          c: {command: [./run]}
    groups:
      - name: shop
        members: %s
    """
        .formatted(members);
  }

  @Test
  void missing_file_says_what_to_do() {
    ConfigurationException e =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> ConfigurationReader.read(Path.of("/nowhere/paastis.yml"), CALENDARS));

    assertThat(e.problems()).singleElement().asString().contains("--config").contains("demo");
  }

  private static List<String> problemsOf(String yaml) {
    return catchThrowableOfType(
            ConfigurationException.class, () -> ConfigurationReader.parse(FILE, yaml, CALENDARS))
        .problems();
  }
}

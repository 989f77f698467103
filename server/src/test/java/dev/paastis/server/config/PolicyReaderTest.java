// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.SpaceId;
import dev.paastis.policy.Busy;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.Rule;
import dev.paastis.server.config.Policies.Member;
import dev.paastis.server.config.PolicyTexts.Kind;
import dev.paastis.server.config.PolicyTexts.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
  private static final Calendars CALENDARS = new HolidaysOnly();
  private static final String APPS =
      "accounts: [{name: l, apps: {a: {command: [x]}, b: {command: [x]}, c: {command: [x]}}}]\n";

  private static Policies read(String text) {
    return ConfigurationReader.parse(Path.of("paastis.yml"), APPS + text, CALENDARS).policies();
  }

  private static List<String> problemsOf(String text) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(text)).problems();
  }

  @Test
  void a_week_takes_three_lines() {
    Policies policies =
        read(
            """
            windows:
              - {name: office, zone: Europe/Paris, awake: mon-fri 08:00-20:00, holidays: fr, apps: ".*"}
            """);

    PauseWindow office = window(policies);
    assertThat(office.window().pauseAt(Instant.parse("2026-11-20T12:00:00Z"))).isEmpty();
    assertThat(office.window().pauseAt(Instant.parse("2026-12-25T12:00:00Z")))
        .hasValueSatisfying(pause -> assertThat(pause.why()).contains("(fr)"));
    assertThat(office.start()).isTrue();
    assertThat(office.requests()).isEqualTo(PauseWindow.Requests.WAKE);
    assertThat(office.quiet()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void days_off_worked_days_and_exceptions_are_local() {
    Policies policies =
        read(
            """
            windows:
              - name: office
                zone: Europe/Paris
                awake: mon-fri 08:00-20:00
                holidays: fr-57
                days-off: [2026-12-24..2026-12-26, 2026-12-31]
                work-on: [2026-12-25]
                requests: refuse
                quiet: 90s
                start: false
                exceptions:
                  - {from: 2026-11-20 20:00, until: 2026-11-20 23:00, why: release}
                  - {from: 2026-11-23, until: 2026-11-24, awake: false}
            """);

    PauseWindow office = window(policies);
    assertThat(paused(office, "2026-12-24T12:00:00Z")).isTrue();
    assertThat(paused(office, "2026-12-25T12:00:00Z")).as("worked").isFalse();
    assertThat(paused(office, "2027-03-26T12:00:00Z")).as("Good Friday in Moselle").isTrue();
    assertThat(paused(office, "2026-11-20T21:59:00Z")).as("kept awake until 23:00").isFalse();
    assertThat(paused(office, "2026-11-20T22:00:00Z")).isTrue();
    assertThat(paused(office, "2026-11-23T12:00:00Z")).as("a Monday").isTrue();
    assertThat(office.start()).isFalse();
    assertThat(office.requests()).isEqualTo(PauseWindow.Requests.REFUSE);
  }

  @Test
  void work_counts_from_what_a_rule_or_else_the_file_says() {
    Policies policies =
        read(
            """
            busy: {cpu: 12.5%, sent: 10KiB/s}
            rules:
              - {pattern: "queue.*", busy: {cpu: 150%}}
              - {pattern: "review-.*", busy: false}
              - {pattern: "shop", busy: true}
              - {pattern: "api", idle-timeout: 1h}
            """);

    assertThat(policies.base().busy()).isEqualTo(new Busy(0.125, 10_240L));
    assertThat(policies.rules())
        .extracting(rule -> rule.terms().busy())
        .containsExactly(new Busy(1.5, null), Busy.NEVER, Busy.DEFAULT, null);
    assertThat(new Busy(0.125, 10_240L).text()).isEqualTo("cpu 12.5%, sent 10KiB/s");
  }

  private static PauseWindow window(Policies policies) {
    return policies.windows().values().iterator().next();
  }

  private static boolean paused(PauseWindow window, String at) {
    return window.window().pauseAt(Instant.parse(at)).isPresent();
  }

  @Test
  void members_wake_in_the_order_listed_or_after_those_they_need() {
    Policies policies =
        read(
            """
            groups:
              - {name: listed, members: [b, a]}
            """);
    assertThat(policies.groups().getFirst().members())
        .containsExactly(
            new Member("b", 1, Duration.ZERO, false), new Member("a", 2, Duration.ZERO, false));

    Policies after =
        read(
            """
            groups:
              - name: shop
                wait-for: all
                members:
                  - {app: a, after: [b, c], delay: 5s}
                  - b
                  - {app: c, optional: true}
            """);
    assertThat(after.groups().getFirst().whole()).isTrue();
    assertThat(after.groups().getFirst().members())
        .containsExactly(
            new Member("a", 2, Duration.ofSeconds(5), false),
            new Member("b", 1, Duration.ZERO, false),
            new Member("c", 1, Duration.ZERO, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "busy: {cpu: 5} | busy.cpu: '5' must be a part of one core above nothing, as 5%",
        "busy: {sent: 5KB/s} | busy.sent: '5KB/s' must be a rate above nothing, as 10KiB/s",
        "busy: {} | busy: names neither cpu nor sent; for no work at all write false",
        "busy: 5% | busy: '5%' is not known; allowed: false, true",
        "windows: [{name: w, zone: Paris, awake: daily 8:00-9:00}] | windows[0].zone: 'Paris' is not"
            + " a zone; write for example Europe/Paris",
        "windows: [{name: w, zone: UTC, awake: mon-fri 8-20}] | windows[0].awake: \"mon-fri 8-20\" is"
            + " no week plan",
        "windows: [{name: w, zone: UTC, awake: daily 00:00-24:00}] | windows[0]: never pauses"
            + " anything; leave it out",
        "windows: [{name: w, zone: UTC, pause: daily 00:00-24:00}] | windows[0]: pauses for ever",
        "windows: [{name: w, zone: UTC}] | windows[0]: needs either awake or pause",
        "windows: [{name: w, zone: UTC, awake: daily 8:00-9:00, holidays: xx}] |"
            + " windows[0].holidays: No public holidays are known for country \"xx\"",
        "windows: [{name: w, zone: UTC, awake: daily 8:00-9:00, days-off: [tomorrow]}] |"
            + " windows[0].days-off: 'tomorrow' is no date",
        "windows: [{name: w, zone: UTC, awake: daily 8:00-9:00, requests: hide}] |"
            + " windows[0].requests: 'hide' is not known; allowed: click, refuse, wake",
        "rules: [{pattern: x, windows: [nights]}] | rules[0].windows: 'nights' is no window; there"
            + " are: none",
        "rules: [{idle-timeout: 5m}] | rules[0]: selects no app",
        "rules: [{pattern: '.*', idle-timeout: 5m}, {pattern: x, idle-timeout: 1m}] | rules[1]: never"
            + " counts, since rule 1 (.*) stands before it",
        "rules: [{pattern: 'a-.*', expect: [b-1]}] | rules[0].expect: 'b-1' does not match",
        "rules: [{pattern: 'a-.*', expect: ['!a-1']}] | rules[0].expect: 'a-1' matches, and must not",
        "rules: [{pattern: x, kinds: [blog]}] | rules[0].kinds: 'blog' is not known; allowed:"
            + " review-app, static, web, worker",
        "rules: [{pattern: '.*', stale-after: 30d, delete-stale: true}] | rules[0].delete-stale:"
            + " needs a pattern that does not match every name",
        "groups: [{name: g, members: [{app: a, after: [b]}, {app: b, after: [a]}]}] |"
            + " groups[0].members: wait for each other in a circle: a after b after a",
        "groups: [{name: g, members: [a, a]}] | groups[0].members: 'a' is in a group already",
      })
  void what_cannot_be_meant_is_told_with_key_and_rule(String text, String problem) {
    assertThat(problemsOf(text)).singleElement().asString().contains(problem);
  }

  @Test
  void a_pattern_that_explodes_is_found_by_the_file_s_own_tests() {
    assertThat(
            problemsOf(
                "rules: [{pattern: 'a*a*a*a*a*a*a*a*a*a*c?', expect: ['!%s']}]"
                    .formatted("a".repeat(60) + "b")))
        .singleElement()
        .asString()
        .contains("takes too long");
  }

  @Test
  void rules_of_2022_mean_what_they_meant() {
    Policies policies =
        read(
            """
            rules:
              - pattern: 'app-review-pr(\\d+)-(back|front)'
                linked_apps:
                  - 'app-review-pr$1-front'
              - pattern: 'hello-fastify-2'
                app_name: 'hellofastifydeux'
              - pattern: 'fastify'
                app_max_idle_time: 30
              - pattern: 'hello'
                app_max_idle_time: 5
              - pattern: 'idle'
                app_max_idle_time: 0
            """);

    assertThat(policies.rules())
        .extracting(Rule::name, rule -> rule.terms().idleTimeout())
        .containsExactly(
            tuple("rule 4 (hello)", Duration.ofMinutes(5)),
            tuple("rule 3 (fastify)", Duration.ofMinutes(30)));
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            new Account(UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "heroku", "eu", "acme"),
            "ref",
            "my-fastify-app",
            List.of(),
            AppSettings.DEFAULT,
            null);
    assertThat(policies.rules().get(1).selector().selects(app)).as("any part of it").isTrue();
    assertThat(policies.joins().getFirst().linked()).containsExactly("app-review-pr$1-front");
    assertThat(policies.aliases().getFirst().app()).isEqualTo("hellofastifydeux");
  }

  @Test
  void what_people_write_is_held_to_the_same_checks_and_left_out_one_by_one() {
    PolicyTexts.Context context =
        new PolicyTexts.Context(Policies.NONE, CALENDARS, List.of("a", "b")::contains);
    List<Text> texts =
        List.of(
            new Text(Kind.RULE, "short", "{\"pattern\": \"a.*\", \"windows\": [\"nights\"]}"),
            new Text(Kind.RULE, "bad", "{\"pattern\": \"(\"}"),
            new Text(
                Kind.WINDOW,
                "nights",
                "{\"name\":\"nights\",\"zone\":\"UTC\",\"awake\":\"daily 08:00-20:00\"}"),
            new Text(Kind.GROUP, "g", "{\"name\": \"g\", \"members\": [\"a\", \"nobody\"]}"),
            new Text(Kind.RULE, "no json", "{"));

    PolicyTexts.Reading reading = PolicyTexts.read(texts, context);

    assertThat(reading.policies().rules()).extracting(Rule::name).containsExactly("short (a.*)");
    assertThat(reading.policies().windows()).containsOnlyKeys("nights");
    assertThat(reading.problems()).containsOnlyKeys(1, 3, 4);
    assertThat(reading.problems().toString()).contains("rule 'bad':1: pattern: '('");
    assertThat(PolicyTexts.values(texts.get(0).text()))
        .isEqualTo(Map.of("pattern", "a.*", "windows", List.of("nights")));
  }
}

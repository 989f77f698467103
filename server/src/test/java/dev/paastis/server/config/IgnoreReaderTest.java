// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.gateway.route.IgnoreRules.Answer;
import dev.paastis.gateway.route.IgnoreRules.Rule;
import dev.paastis.policy.NamePattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IgnoreReaderTest {
  private static final List<String> NONE = List.of();

  private static Ignoring read(String text) {
    return ConfigurationReader.parse(Path.of("paastis.yml"), text, new HolidaysOnly()).ignore();
  }

  @Test
  void rules_are_read_in_their_order_with_everything_they_say() {
    Ignoring read =
        read(
            """
            ignore:
              - name: backups
                agents: [Restic]
                paths: [/health]
                prefixes: [/api/]
                addresses: [10.0.0.0/8, "2001:db8::1"]
                apps: shop-.*
                answer: {status: 299, body: "{app} sleeps", content-type: text/html, retry-after: 2h}
              - {name: probe, paths: [/ready]}
            ignore-defaults: false
            """);

    Answer answer = new Answer(299, "text/html", "{app} sleeps", Duration.ofHours(2));
    assertThat(read.defaults()).isFalse();
    assertThat(read.rules())
        .containsExactly(
            new Rule(
                "backups",
                List.of("restic"),
                List.of("/health"),
                List.of("/api/"),
                List.of("10.0.0.0/8", "2001:db8::1"),
                NamePattern.of("shop-.*"),
                answer),
            new Rule("probe", NONE, List.of("/ready"), NONE, NONE, null, Answer.LATER));
  }

  @Test
  void nothing_said_leaves_the_defaults() {
    assertThat(read("space: x")).isEqualTo(new Ignoring(List.of(), true));
  }

  @Test
  void answer_other_than_503_does_not_ask_to_come_back() {
    Ignoring read = read("ignore: [{name: a, paths: [/x], answer: {status: 200}}]");

    assertThat(read.rules().getFirst().answer())
        .isEqualTo(new Answer(200, Answer.LATER.contentType(), Answer.LATER.body(), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: a}|ignore[0]: ignore rule 'a' says nothing of a request",
        "{name: a, apps: shop}|ignore[0]: ignore rule 'a' says nothing of a request",
        "{name: a, agents: [Mozilla]}|ignore[0].agents: 'Mozilla' is part of every browser's",
        "{name: a, agents: ['']}|ignore[0].agents: '' is part of every browser's",
        "{name: a, paths: [health]}|ignore[0].paths: 'health' must begin with /",
        "{name: a, prefixes: [/]}|ignore[0].prefixes: '/' begins every path",
        "{name: a, addresses: [0.0.0.0/0]}|ignore[0].addresses: '0.0.0.0/0' is every address",
        "{name: a, addresses: [10.0.0.0/99]}|ignore[0]: '10.0.0.0/99' is neither an address nor",
        "{name: a, paths: [/x], apps: '('}|ignore[0].apps: '(' is not a regular expression",
        "{name: a, paths: [/x], answer: {status: 99}}|ignore[0].answer.status: '99' must be",
        "{name: crawlers, paths: [/x]}|ignore: 'crawlers' is the name of a rule that is always",
        "{paths: [/x]}|ignore[0].name: is missing"
      })
  void wrong_rule_is_refused_with_its_place(String rule, String problem) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> read("ignore: [" + rule + "]"));

    assertThat(refused.problems()).anySatisfy(told -> assertThat(told).contains(problem));
  }

  @Test
  void two_rules_of_one_name_are_refused() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> read("ignore: [{name: a, paths: [/x]}, {name: a, paths: [/y]}]"));

    assertThat(refused.problems()).anySatisfy(told -> assertThat(told).contains("another ignore"));
  }

  @Test
  void default_rules_are_sound_by_the_same_checks() {
    assertThat(IgnoreRules.defaults().rules()).extracting(Rule::name).doesNotHaveDuplicates();
  }
}

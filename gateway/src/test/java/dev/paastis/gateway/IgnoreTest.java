// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.gateway.route.IgnoreRules.Answer;
import dev.paastis.gateway.route.IgnoreRules.Rule;
import dev.paastis.policy.NamePattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that neither wake an app nor keep it awake, by rules that can be replaced. */
final class IgnoreTest {
  private static final List<String> ANY = List.of();
  private static final Answer GONE = new Answer(299, "text/plain", "{app} sleeps", null);

  private final TestGateway gateway =
      new TestGateway(settings -> settings.withTrustedPeers(List.of("127.0.0.1"))).asleep();

  @AfterEach
  void close() {
    gateway.close();
  }

  private static Rule rule(List<String> agents, List<String> paths, List<String> addresses) {
    return rule(agents, paths, addresses, null);
  }

  private static Rule rule(
      List<String> agents, List<String> paths, List<String> addresses, @Nullable String apps) {
    NamePattern names = apps == null ? null : NamePattern.of(apps);
    return new Rule("mine", agents, paths, ANY, addresses, names, GONE);
  }

  private int status(RawClient client, String path, String... headers) {
    return client.get(HOST, path, headers).read().status();
  }

  private void inForce(Rule... rules) {
    gateway.server().ignore(new IgnoreRules(List.of(rules)));
    await()
        .untilAsserted(() -> {
          try (RawClient client = gateway.client()) {
            assertThat(status(client, "/.well-known/paastis/status")).isEqualTo(200);
          }
        });
  }

  @Test
  void everything_that_a_rule_says_must_hold() {
    inForce(rule(List.of("Foo"), List.of("/health"), List.of("203.0.113.0/24"), "hel.*"));
    try (RawClient client = gateway.client()) {
      String agent = "User-Agent: my-FOO/1.0";
      String from = "X-Forwarded-For: 203.0.113.7";

      assertThat(status(client, "/health?x=1", agent, from)).isEqualTo(299);
      assertThat(gateway.wakes()).isEmpty();
      client.get(HOST, "/health", agent, "X-Forwarded-For: 203.0.114.7");
      await().until(() -> gateway.waiting() == 1);
    }
    for (String[] other :
        new String[][] {
          {"/other", "User-Agent: foo", "X-Forwarded-For: 203.0.113.7"},
          {"/health", "User-Agent: bar", "X-Forwarded-For: 203.0.113.7"},
          {"/health", "Accept: */*", "X-Forwarded-For: 203.0.113.7"}
        }) {
      try (RawClient client = gateway.client()) {
        client.get(HOST, other[0], other[1], other[2]);
        await().until(() -> gateway.waiting() == 1);
      }
      await().until(() -> gateway.waiting() == 0);
    }
  }

  @Test
  void rule_for_other_apps_does_not_count() {
    inForce(rule(ANY, List.of("/health"), ANY, "shop"));
    try (RawClient client = gateway.client()) {
      client.get(HOST, "/health");
      await().until(() -> gateway.waiting() == 1);
    }
  }

  @Test
  void rules_replaced_while_running_count_on_every_event_loop_and_the_first_match_answers() {
    Answer other = new Answer(298, "text/plain", "", null);
    Rule second = new Rule("second", List.of("foo"), ANY, ANY, ANY, null, other);
    inForce(rule(List.of("foobar"), ANY, ANY), second);

    for (int i = 0; i < 4; i++) { // connections go around the loops
      try (RawClient client = gateway.client()) {
        assertThat(status(client, "/", "User-Agent: foobar")).isEqualTo(299);
        assertThat(status(client, "/", "User-Agent: foo")).isEqualTo(298);
      }
    }
    gateway.server().ignore(IgnoreRules.none());
    await()
        .untilAsserted(() -> {
          try (RawClient client = gateway.client()) {
            client.get(HOST, "/", "User-Agent: foobar");
            await().until(() -> gateway.waiting() == 1);
          }
        });
  }

  @Test
  void ignored_request_of_an_awake_app_is_served_and_is_no_activity() {
    inForce(rule(ANY, ANY, List.of("203.0.113.7")));
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/", "X-Forwarded-For: 203.0.113.7").read().body())
          .isEqualTo("hi");
      assertThat(gateway.server().activity(gateway.id()).lastActivity()).isNull();
    }
  }

  @Test
  void rule_that_would_ignore_everything_is_refused() {
    assertThatThrownBy(() -> rule(ANY, ANY, ANY, "hello"))
        .hasMessageContaining("'mine' says nothing of a request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0", "host.example", "::1/x"})
  void wrong_address_is_refused_by_name(String address) {
    assertThatThrownBy(() -> rule(ANY, ANY, List.of(address))).hasMessageContaining(address);
  }
}

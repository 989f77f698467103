// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.CauseView;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.IgnoreProposalView;
import dev.paastis.api.IgnoreRuleView;
import dev.paastis.api.WakeCauseView;
import dev.paastis.api.WakeView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who woke what, and the requests that are to wake nothing. */
final class WakesTest {
  private static final IgnoreRuleView RULE =
      new IgnoreRuleView(
          "acme",
          "person",
          List.of("acmeagent"),
          List.of("/health"),
          List.of("/api/"),
          List.of("10.0.0.0/8"),
          "shop",
          new IgnoreRuleView.Answer(503, "asleep", "text/plain", "1h"),
          Run.NOW,
          "ada",
          null);

  @TempDir private Path home = Path.of("");
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Run paastis(String... words) {
    Map<String, String> environment =
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN);
    return Run.of(environment, home, words);
  }

  @Test
  void wakes_of_an_app_are_listed_with_who_asked() {
    var app = Samples.app("shop", "awake");
    server.on("GET /apps/shop", Json.write(app));
    CauseView cause =
        new CauseView(
            "request",
            "GET /cart from 203.0.113.9",
            Map.of("agent", "curl/8.5.0", "referrer", "wiki.example"));
    var wake = new WakeView(7, app.id(), "shop", Run.NOW.minusSeconds(120), "9s", cause);
    server.on("GET /wakes?app=" + app.id() + "&limit=20", Samples.page(wake));

    assertThat(paastis("wakes", "shop").out())
        .contains("2 min ago", "shop", "9s", "GET /cart from 203.0.113.9")
        .contains("curl/8.5.0", "wiki.example");
  }

  @Test
  void causes_are_listed_with_what_they_cost() {
    var group =
        new WakeCauseView(
            "AcmeAgent", false, "/health", "10.1.2.3", List.of("shop"), 12, 11, "2h45m", Run.NOW);
    server.on("GET /wakes/causes?days=3", Samples.page(group));

    assertThat(paastis("wakes", "--causes", "--days", "3").out())
        .contains(
            "AcmeAgent", "/health", "10.1.2.3", "12", "11", "2h45m", "paastis ignore propose");
  }

  @Test
  void options_of_two_views_do_not_mix() {
    assertThat(paastis("wakes", "shop", "--causes").code()).isEqualTo(2);
    assertThat(paastis("wakes", "--days", "3").code()).isEqualTo(2);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void rules_are_listed_in_words_and_those_not_in_force_say_why() {
    var broken =
        new IgnoreRuleView(
            "old",
            "person",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            null,
            Run.NOW,
            "ada",
            "agents: must be a list");
    server.on("GET /ignore-rules", Samples.page(RULE, broken));

    assertThat(paastis("ignore").out())
        .contains("acme", "ada", "503")
        .contains("agent acmeagent; path /health; path /api/*; from 10.0.0.0/8")
        .contains("not in force: agents: must be a list");
  }

  @Test
  void proposals_are_shown_applied_and_taken_back() {
    var proposal =
        new IgnoreProposalView(
            "1a2b3c4d",
            RULE,
            "AcmeAgent woke shop 12 times, and nobody followed 11 of them",
            List.of("shop"),
            12,
            11,
            "2h45m");
    server.on("GET /ignore-proposals?days=7", Samples.page(proposal));
    server.on("POST /ignore-proposals/1a2b3c4d/apply?days=7", Json.write(RULE));
    server.on("DELETE /ignore-rules/acme", FakeServer.Answer.json(204, ""));

    assertThat(paastis("ignore", "propose").out())
        .contains("1a2b3c4d", "2h45m", "AcmeAgent woke shop 12 times", "paastis ignore apply ID");
    assertThat(paastis("ignore", "apply", "1a2b3c4d").out())
        .contains("rule 'acme' ignores: agent acmeagent", "paastis ignore delete acme");
    assertThat(paastis("ignore", "delete", "acme").out()).contains("'acme' is removed");
  }

  @Test
  void nothing_to_propose_says_so_and_an_unknown_proposal_is_refused() {
    server.on("GET /ignore-proposals?days=7", Samples.page());
    server.on(
        "POST /ignore-proposals/no/apply?days=7",
        FakeServer.Answer.problem(ErrorCode.NOT_FOUND, "nothing is proposed as 'no'"));

    assertThat(paastis("ignore", "propose").out()).contains("nothing to propose");
    Run refused = paastis("ignore", "apply", "no");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("nothing is proposed as 'no'");
  }
}

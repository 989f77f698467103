// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.FoundAppView;
import dev.paastis.api.FoundAppView.ProposalView;
import dev.paastis.api.ProtectionView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountFoundTest {
  private static final String ASSUMED =
      "awake 40 of 168 hours a week, at list prices of 2026-11-20";
  private static final ProposalView IN_EUROS = saves(14.40, 10.97, "EUR");

  @TempDir private Path home;
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void savings_are_added_up_per_currency() {
    List<String> lines =
        found(
            app("one", false, IN_EUROS),
            app("two", false, saves(0.10, 0.08, "EUR")),
            app("three", false, saves(25.0, 19.05, "USD")));

    assertThat(lines).hasSize(7);
    assertThat(lines.get(1)).contains("  10.97 EUR a month  ");
    assertThat(lines.subList(4, 7))
        .containsExactly(
            "Total: saves 11.05 EUR of 14.50 EUR a month",
            "Total: saves 19.05 USD of 25.00 USD a month",
            "Assumed: " + ASSUMED);
  }

  @Test
  void what_will_not_sleep_or_is_gone_saves_nothing() {
    ProposalView production =
        new ProposalView("p", true, "30m", "its name", 100.0, 76.19, "EUR", ASSUMED);

    List<String> lines =
        found(
            app("p", false, production), app("gone", true, IN_EUROS), app("one", false, IN_EUROS));

    assertThat(lines.subList(1, 3)).noneSatisfy(line -> assertThat(line).contains(" a month"));
    assertThat(lines).contains("Total: saves 10.97 EUR of 14.40 EUR a month");
  }

  @Test
  void apps_without_a_known_saving_are_counted_apart() {
    ProposalView unknown = new ProposalView("u", false, "30m", "why", null, null, null, "");

    assertThat(found(app("u", false, unknown), app("one", false, IN_EUROS)))
        .contains("Not in it: 1 app without a saving");
    assertThat(found(app("u", false, unknown))).hasSize(2);
  }

  @Test
  void taken_app_that_is_production_is_told_as_such() {
    var standing = new ProtectionView("serves customers", true, null, null, null);
    var lifted = new ProtectionView("serves customers", false, "ada", "moved", Run.NOW);

    List<String> lines =
        found(
            taken("shop", standing, IN_EUROS),
            taken("crm", lifted, IN_EUROS),
            taken("demo", null, IN_EUROS));

    assertThat(lines.get(1)).contains("shop (production)");
    assertThat(lines.get(2)).contains("crm (production, protection lifted)");
    assertThat(lines.get(3)).contains("demo").doesNotContain("(");
  }

  private List<String> found(FoundAppView... apps) {
    server.on("GET /accounts/agency/found", Samples.page((Object[]) apps));
    Map<String, String> environment =
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN);
    Run run = Run.of(environment, home, "accounts", "found", "agency");
    assertThat(run.code()).as(run.err()).isZero();
    return run.out().lines().toList();
  }

  private static FoundAppView app(String name, boolean gone, ProposalView proposal) {
    return new FoundAppView(
        name,
        name,
        List.of(),
        true,
        "1 web M",
        List.of(),
        gone ? Run.NOW : null,
        null,
        null,
        proposal);
  }

  private static FoundAppView taken(
      String name, @Nullable ProtectionView production, ProposalView proposal) {
    return new FoundAppView(
        name, name, List.of(), true, "1 web M", List.of(), null, name, production, proposal);
  }

  private static ProposalView saves(
      @Nullable Double price, @Nullable Double saving, String currency) {
    return new ProposalView("app", false, "30m", "why", price, saving, currency, ASSUMED);
  }
}

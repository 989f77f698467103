// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Account;
import dev.paastis.app.AppKind;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.AppTraits;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.fleet.Fleet;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.DiscoveredApp.Trait;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TakeoverTest {
  private final Agency agency = new Agency();

  @ParameterizedTest
  @CsvSource({
    "shop-production, true, 30",
    "www, true, 30",
    "LIVE_shop, true, 30",
    "shop-staging, false, 15",
    "prod-review-12, false, 15",
    "livestock, false, 30",
    "shop, false, 30"
  })
  void names_that_look_like_production_are_proposed_as_such(
      String name, boolean production, int minutes) {
    Proposal proposal = Proposal.of(found(name, Set.of()), "acme", _ -> false);
    assertThat(proposal.production()).isEqualTo(production);
    assertThat(proposal.idleTimeout()).isEqualTo(Duration.ofMinutes(minutes));
    assertThat(proposal.why()).isNotBlank();
  }

  @Test
  void platforms_word_counts_more_than_the_name() {
    assertThat(proposal("shop-staging", Trait.PRODUCTION).production()).isTrue();
    assertThat(proposal("production-pr-4", Trait.REVIEW_APP).production()).isFalse();
  }

  @Test
  void proposed_name_is_a_free_host_label() {
    assertThat(Proposal.of(found("Éco Shop!", Set.of()), "acme", _ -> false).name())
        .isEqualTo("co-shop");
    assertThat(Proposal.of(found("shop", Set.of()), "Acme Ltd", "shop"::equals).name())
        .isEqualTo("shop-acme-ltd");
    Set<String> taken = Set.of("shop", "shop-acme");
    assertThat(Proposal.of(found("shop", Set.of()), "acme", taken::contains).name())
        .isEqualTo("shop-acme-2");
    assertThat(Proposal.of(found("x".repeat(80), Set.of()), "acme", _ -> false).name()).hasSize(63);
    assertThat(Proposal.label("---")).isEqualTo("app");
  }

  @Test
  void found_app_is_left_alone_until_it_is_chosen() {
    Account account = agency.account("acme", running("shop-staging"), running("shop-production"));
    assertThat(agency.fleet.directory.all()).isEmpty();

    Takeover.Result result =
        agency.takeover.take(account, false, List.of(choice("shop-staging")), AppSettings.DEFAULT);

    assertThat(result.taken()).isEqualTo(1);
    assertThat(agency.fleet.directory.all())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.app().name()).isEqualTo("shop-staging");
          assertThat(row.app().hosts()).containsExactly("shop-staging.example.test");
          assertThat(row.app().settings().idleTimeout()).isEqualTo(Duration.ofMinutes(15));
          assertThat(row.app().settings().wakeTimeout()).isEqualTo(Duration.ofMinutes(5));
          assertThat(row.app().wall()).isNull();
        });
  }

  @Test
  void production_is_taken_over_behind_its_wall() {
    Account account = agency.account("acme", running("shop-production"));
    var _ =
        agency.takeover.take(
            account, false, List.of(choice("shop-production")), AppSettings.DEFAULT);
    assertThat(agency.fleet.directory.all()).singleElement().matches(row -> row.app().walled());
  }

  @Test
  void app_taken_over_as_production_by_mistake_loses_its_wall_for_good() {
    Account account = agency.account("acme", running("shop-production"));
    Takeover.Choice choice = choice("shop-production");
    var _ = agency.takeover.take(account, false, List.of(choice), AppSettings.DEFAULT);

    assertThat(agency.takeover.unmark(account, false, "shop-production")).isTrue();

    agency.taken.declare(account, false);
    assertThat(agency.fleet.directory.all())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.app().wall()).isNull();
          assertThat(row.app().name()).isEqualTo("shop-production");
          assertThat(row.app().settings().idleTimeout()).isEqualTo(Duration.ofMinutes(30));
        });
    assertThat(agency.takeover.unmark(account, false, "shop-production")).isFalse();
    assertThat(agency.takeover.unmark(account, false, "ghost")).isFalse();
  }

  @Test
  void production_account_keeps_the_wall_of_an_app_that_is_not() {
    Account account = agency.account("acme", running("shop-production"));
    Takeover.Choice choice = choice("shop-production");
    var _ = agency.takeover.take(account, true, List.of(choice), AppSettings.DEFAULT);
    assertThat(agency.takeover.unmark(account, true, "shop-production")).isTrue();
    assertThat(agency.fleet.directory.all()).singleElement().matches(row -> row.app().walled());
  }

  @Test
  void one_wrong_choice_takes_nothing() {
    Account account = agency.account("acme", running("shop"));
    Takeover.Result result =
        agency.takeover.take(
            account,
            false,
            List.of(
                choice("shop"),
                choice("ghost"),
                new Takeover.Choice("shop", "My Shop", null, Duration.ZERO)),
            AppSettings.DEFAULT);
    assertThat(result.taken()).isZero();
    assertThat(result.problems())
        .anyMatch(problem -> problem.contains("'ghost' was not found"))
        .anyMatch(problem -> problem.contains("write for example my-shop"))
        .anyMatch(problem -> problem.contains("longer than nothing"));
    assertThat(agency.fleet.directory.all()).isEmpty();
  }

  @Test
  void name_of_an_app_on_another_account_is_not_proposed() {
    var _ = agency.fleet.awake("shop");
    Account account = agency.account("acme", running("shop"));
    assertThat(agency.takeover.candidates(account))
        .singleElement()
        .satisfies(candidate -> assertThat(candidate.proposal().name()).isEqualTo("shop-acme"));
  }

  @Test
  void released_app_is_known_no_more() {
    Taken taken = taken(agency, "acme", "shop");
    assertThat(agency.takeover.release(taken.account(), false, "shop")).isTrue();
    assertThat(agency.fleet.directory.all()).isEmpty();
    assertThat(agency.takeover.release(taken.account(), false, "ghost")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"REVIEW_APP, 'REVIEW_APP,WEB'", "STATIC, STATIC", "WORKER, WORKER", ", WEB"})
  void rules_may_ask_for_what_the_platform_says_of_an_app(@Nullable Trait trait, String kinds) {
    Set<Trait> traits = trait == null ? Set.of() : Set.of(trait);
    FoundApp app =
        new FoundApp("1", "shop", List.of(), true, Fleet.WEB, traits, Instant.EPOCH, null, null);
    assertThat(app.asTraits().kinds())
        .extracting(AppKind::name)
        .containsExactlyInAnyOrder(kinds.split(","));
  }

  @Test
  void of_an_app_that_was_never_seen_to_run_no_kind_is_guessed() {
    assertThat(found("shop", Set.of()).asTraits()).isEqualTo(AppTraits.UNKNOWN);
  }

  @Test
  void labels_that_change_on_the_platform_reach_the_rules() {
    Account account = agency.account("acme", labelled("shop", "blue"));
    var _ = agency.takeover.take(account, true, List.of(choice("shop")), AppSettings.DEFAULT);
    assertThat(agency.fleet.directory.all())
        .singleElement()
        .satisfies(row -> assertThat(row.app().traits().labels()).containsEntry("team", "blue"));
    var _ = agency.book.mark(account.id(), true, Fleet.PERSON);

    agency.watch.listed(account, List.of(labelled("shop", "red")));

    assertThat(agency.fleet.directory.all())
        .singleElement()
        .satisfies(row -> assertThat(row.app().traits().labels()).containsEntry("team", "red"))
        .satisfies(row -> assertThat(row.app().walled()).isTrue());
  }

  private static DiscoveredApp labelled(String name, String team) {
    DiscoveredApp app = running(name);
    return new DiscoveredApp(name, name, List.of(), app.status(), Set.of(), Map.of("team", team));
  }

  @Test
  void file_takes_over_what_it_names_as_soon_as_it_is_found() {
    agency.rule = new ImportRule(name -> name.startsWith("review"), _ -> AppSettings.DEFAULT, true);
    var _ = agency.account("acme", running("review-1"), running("other"));
    assertThat(agency.fleet.directory.all())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.app().name()).isEqualTo("review-1");
          assertThat(row.app().walled()).as("the file says so of the account").isTrue();
        });
  }

  @Test
  void platform_that_refuses_the_account_is_told_once_and_so_is_its_return() {
    Account account = agency.account("acme");
    Refusal refusal = new Refusal(Refusal.Kind.UNAUTHORIZED, "the token was revoked");
    agency.watch.refused(account, refusal);
    agency.watch.refused(account, refusal);
    agency.watch.refused(account, new Refusal(Refusal.Kind.RATE_LIMITED, "later"));
    agency.watch.unanswered(account, "no answer");
    agency.watch.listed(account, List.of());
    assertThat(agency.fleet.apps.events())
        .extracting(event -> event.type())
        .containsExactly(
            EventType.ACCOUNT_ACCEPTED, EventType.ACCOUNT_REFUSED, EventType.ACCOUNT_ACCEPTED);
    assertThat(agency.books.healths.all().get(account.id()))
        .extracting(AccountHealth.Health::state)
        .isEqualTo(AccountHealth.State.ACCEPTED);
  }

  /** An app that was taken over on an account. */
  record Taken(Agency agency, Account account, String ref) {
    TrackedApp now() {
      return agency.fleet.directory.find(account, ref).orElseThrow();
    }

    void becomes(AppState state) {
      TrackedApp row = now().next(state);
      agency.fleet.apps.put(row);
      agency.fleet.lifecycle.publish(row);
    }
  }

  static Taken taken(Agency agency, String name, String ref) {
    Account account = agency.account(name, running(ref));
    agency.fleet.provider.put(ref, new AppStatus.Stopped(Fleet.WEB));
    var _ = agency.takeover.take(account, false, List.of(choice(ref)), AppSettings.DEFAULT);
    return new Taken(agency, account, ref);
  }

  private static Takeover.Choice choice(String ref) {
    return new Takeover.Choice(ref, null, null, null);
  }

  private static DiscoveredApp running(String name) {
    AppStatus status = new AppStatus.Running(new Upstream("http", name, 80), Fleet.WEB);
    return new DiscoveredApp(name, name, List.of(), status);
  }

  private static Proposal proposal(String name, Trait trait) {
    return Proposal.of(found(name, Set.of(trait)), "acme", _ -> false);
  }

  private static FoundApp found(String name, Set<Trait> traits) {
    return new FoundApp(
        name, name, List.of(), true, Formation.EMPTY, traits, Instant.EPOCH, null, null);
  }
}

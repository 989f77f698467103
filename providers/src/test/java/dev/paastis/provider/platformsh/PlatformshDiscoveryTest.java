// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static dev.paastis.provider.platformsh.Account.done;
import static dev.paastis.provider.platformsh.Account.refusal;
import static dev.paastis.provider.platformsh.Account.soon;
import static dev.paastis.provider.platformsh.Account.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.DiscoveredApp.Trait;
import dev.paastis.provider.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlatformshDiscoveryTest {
  @Test
  void all_pages_of_an_organization_are_read_with_one_list_for_each_project() {
    try (Account account = Account.of(1030, Account.QUICK);
        PlatformshProvider provider =
            account.provider(account.settings().ofOrganization(account.emulator.organization()))) {
      List<DiscoveredApp> apps = done(provider.discover(soon()));

      assertThat(apps).hasSize(1030).doesNotHaveDuplicates();
      assertThat(apps).extracting(DiscoveredApp::name).doesNotHaveDuplicates();
      // 1 exchange, 1 page of 40 projects, 40 lists of environments
      assertThat(account.emulator.calls()).isEqualTo(42);
    }
  }

  @Test
  void all_projects_that_the_user_may_see_are_found() {
    try (Account account = Account.of(12, Account.QUICK)) {
      assertThat(account.discovered()).hasSize(12);
      // exchange, user, page of grants, references, 3 lists of environments
      assertThat(account.emulator.calls()).isEqualTo(7);
    }
  }

  @Test
  void ten_thousand_environments_come_by_several_pages() {
    try (Account account = Account.of(10_000, Account.QUICK);
        PlatformshProvider provider =
            account.provider(account.settings().ofOrganization(account.emulator.organization()))) {
      assertThat(done(provider.discover(soon()))).hasSize(10_000);
      // 1 exchange, 2 pages of 200 projects, 200 lists of environments
      assertThat(account.emulator.calls()).isEqualTo(203);
    }
  }

  @Test
  void only_projects_of_the_region_are_listed() {
    try (Account account = Account.of(30, Account.QUICK);
        PlatformshProvider provider =
            account.provider(account.settings().inRegion("fr-3.platform.sh"))) {
      assertThat(done(provider.discover(soon())))
          .hasSize(10)
          .allSatisfy(app -> assertThat(account.emulator.host(app.ref())).contains(".fr-3."));
    }
  }

  @Test
  void production_inactive_and_unpausable_environments_are_left_out() {
    try (Account account = Account.of(10, Account.QUICK)) {
      account.emulator.forbid(account.named("staging"));
      account.emulator.deactivate(account.named("develop"));

      assertThat(account.discovered())
          .hasSize(8)
          .extracting(DiscoveredApp::ref)
          .noneMatch(ref -> ref.endsWith(":main") || ref.endsWith(":old-idea"));
    }
  }

  @Test
  void production_that_may_be_paused_is_told_as_such() {
    try (Account account = Account.of(5, Account.QUICK)) {
      String main = account.named("main");
      account.emulator.allowProduction(main);

      assertThat(found(account, main).traits()).containsExactly(Trait.PRODUCTION);
      assertThat(found(account, account.named("staging")).traits()).isEmpty();
      assertThat(found(account, account.named("pr-42")).traits()).containsExactly(Trait.REVIEW_APP);
      done(account.stop(main)); // whether that may be is for whoever asks
    }
  }

  @Test
  void status_comes_from_the_list_alone() {
    try (Account account = Account.of(5, Account.QUICK)) {
      String staging = account.named("staging");
      Upstream upstream = new Upstream("https", account.emulator.host(staging), 443);

      assertThat(found(account, staging))
          .isEqualTo(
              new DiscoveredApp(
                  staging,
                  "shop-staging",
                  List.of(),
                  new AppStatus.Running(upstream, Formation.EMPTY),
                  Set.of(),
                  Map.of(
                      "project",
                      staging.substring(0, staging.indexOf(':')),
                      "environment",
                      "staging")));
      done(account.stop(staging));
      assertThat(found(account, staging).status()).isInstanceOf(AppStatus.Stopped.class);
    }
  }

  @Test
  void once_known_the_formation_is_told_by_the_list_too() {
    try (Account account = Account.of(5, Account.QUICK)) {
      String staging = account.named("staging");
      AppStatus status = done(account.status(staging));

      assertThat(found(account, staging).status()).isEqualTo(status);
    }
  }

  @Test
  void environment_that_something_is_done_to_stays_listed() {
    try (Account account = Account.of(5, Account.ENDLESS)) {
      String staging = account.named("staging");
      account.emulator.push(staging);

      assertThat(found(account, staging).status()).isInstanceOf(AppStatus.Running.class);
    }
  }

  @Test
  void paused_environment_that_somebody_pushes_to_is_listed_as_stopped_until_it_answers() {
    try (Account account = Account.of(5, Account.ENDLESS)) {
      String checkout = account.named("feat/checkout");
      assertThat(found(account, checkout).status()).isInstanceOf(AppStatus.Stopped.class);
      account.emulator.push(checkout);

      assertThat(found(account, checkout).status()).isInstanceOf(AppStatus.Stopped.class);
      assertThat(done(account.status(checkout))).isInstanceOf(AppStatus.Starting.class);
    }
  }

  @Test
  void unpausable_environment_that_something_is_done_to_stays_left_out() {
    try (Account account = Account.of(5, Account.ENDLESS)) {
      String staging = account.named("staging");
      account.emulator.forbid(staging);
      assertThat(account.discovered()).extracting(DiscoveredApp::ref).doesNotContain(staging);
      account.emulator.push(staging);

      assertThat(account.discovered()).extracting(DiscoveredApp::ref).doesNotContain(staging);
    }
  }

  @Test
  void custom_domain_is_told_as_a_host() {
    try (Account account = Account.of(5, Account.QUICK)) {
      account
          .emulator
          .faults()
          .arm(
              "GET /projects/[^/]+/environments",
              1,
              new Fault.Instead(
                  Answer.json(
                      200,
                      List.of(
                          Map.of(
                              "id", "demo",
                              "type", "development",
                              "status", "paused",
                              "default_domain", "Demo.Example.org")))));

      assertThat(account.discovered())
          .singleElement()
          .satisfies(app -> assertThat(app.hosts()).containsExactly("demo.example.org"));
    }
  }

  @Test
  void project_deleted_meanwhile_has_no_environments() {
    try (Account account = Account.of(10, Account.QUICK)) {
      account
          .emulator
          .faults()
          .arm(
              "GET /projects/[^/]+/environments",
              1,
              new Fault.Instead(Answer.json(404, Map.of("message", "Project not found."))));

      assertThat(account.discovered()).hasSize(5);
    }
  }

  @Test
  void list_that_fails_in_part_is_no_list() {
    try (Account account = Account.of(10, Account.QUICK)) {
      var faults = account.emulator.faults();
      faults.arm(
          "GET /projects/[^/]+/environments", 1, new Fault.Instead(Answer.text(503, "later")));
      unknown(account.provider.discover(soon()));

      faults.arm("GET /ref/projects", 1, new Fault.Instead(Answer.text(403, "")));
      assertThat(refusal(account.provider.discover(soon())).kind())
          .isEqualTo(Refusal.Kind.FORBIDDEN);
      faults.arm(
          "GET /users/.+/extended-access",
          1,
          new Fault.Instead(
              Answer.json(
                  200,
                  Map.of("items", List.of(), "_links", Map.of("next", Map.of("href", "/odd"))))));
      assertThat(unknown(account.provider.discover(soon()))).contains("/odd");
    }
  }

  @Test
  void list_of_another_shape_is_not_taken_for_an_empty_one() {
    try (Account account = Account.of(5, Account.QUICK)) {
      var faults = account.emulator.faults();
      faults.arm(
          "GET /projects/[^/]+/environments",
          1,
          new Fault.Instead(Answer.json(200, Map.of("items", List.of()))));
      unknown(account.provider.discover(soon()));

      faults.arm("GET /users/.+/extended-access", 1, new Fault.Instead(Answer.json(200, Map.of())));
      unknown(account.provider.discover(soon()));
    }
  }

  private static DiscoveredApp found(Account account, String ref) {
    return account.discovered().stream()
        .filter(app -> app.ref().equals(ref))
        .findFirst()
        .orElseThrow();
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static dev.paastis.provider.platformsh.Account.done;
import static dev.paastis.provider.platformsh.Account.refusal;
import static dev.paastis.provider.platformsh.Account.soon;
import static dev.paastis.provider.platformsh.Account.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Upstream;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlatformshProviderTest {
  private final Account account = Account.of(12, Account.QUICK);
  private final String staging = account.named("staging");

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void running_environment_tells_its_primary_route_and_what_runs() {
    AppStatus.Running running = running(staging);

    assertThat(running.upstream()).isEqualTo(new Upstream("https", host(staging), 443));
    assertThat(running.formation().processes())
        .containsExactly(new ProcessType("app", 1, "M"), new ProcessType("queue", 1, "S"));
    assertThat(running.formation().extras())
        .isEqualTo(Map.of("upstream", "https://" + host(staging) + ":443"));
  }

  @Test
  void environment_falls_asleep_and_wakes_with_the_same_formation() {
    Formation before = running(staging).formation();

    AppStatus.Stopped stopped = done(account.stop(staging));
    assertThat(stopped.formation()).isEqualTo(before);
    assertThat(done(account.status(staging))).isEqualTo(new AppStatus.Stopped(before));

    AppStatus.Running woken = done(account.start(staging, before, soon()));
    assertThat(woken.formation()).isEqualTo(before);
    assertThat(running(staging)).isEqualTo(woken);
  }

  @Test
  void stop_and_start_of_what_is_so_already_order_nothing() {
    done(account.start(staging));
    done(account.stop(staging));
    long paused = activities();
    done(account.stop(staging));

    assertThat(activities()).isEqualTo(paused).isEqualTo(1);
  }

  @Test
  void branch_with_a_slash_sleeps_and_wakes() {
    String branch = account.named("feat/checkout");

    done(account.stop(branch));
    assertThat(done(account.status(branch))).isInstanceOf(AppStatus.Stopped.class);
    done(account.start(branch));
    assertThat(running(branch).upstream().host()).startsWith("feat-checkout-");
  }

  @Test
  void what_somebody_changed_while_asleep_counts_after_the_wake() {
    Formation before = running(staging).formation();
    done(account.stop(staging));
    account.emulator.changeFormation(staging, "app", "XL", 3);

    AppStatus.Running woken = done(account.start(staging, before, soon()));

    assertThat(woken.formation().processes()).contains(new ProcessType("app", 3, "XL"));
  }

  @Test
  void formation_changed_while_awake_is_seen() {
    running(staging);
    account.emulator.changeFormation(staging, "app", "L", 2);

    assertThat(running(staging).formation().processes()).contains(new ProcessType("app", 2, "L"));
  }

  @Test
  void paused_by_an_earlier_run_wakes_at_the_remembered_route() {
    Formation before = running(staging).formation();
    done(account.stop(staging));
    account
        .emulator
        .faults()
        .arm("GET .+/deployments/current", 1, instead(404, Map.of("message", "no deployment")));
    try (PlatformshProvider later = account.provider(account.settings())) {
      var started = later.start(staging, before, account.operation(), soon());

      assertThat(done(started)).isEqualTo(new AppStatus.Running(upstream(staging), before));
    }
  }

  @Test
  void production_without_its_link_is_refused() {
    Refusal refusal = refusal(account.stop(account.named("main")));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(refusal.message()).contains("may not be paused", "'pause'");
  }

  @Test
  void without_its_link_nothing_is_ordered() {
    account.emulator.forbid(staging);

    Refusal refusal = refusal(account.stop(staging));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(refusal.message()).contains("may not be paused", "'pause'");
    assertThat(activities()).isZero();
  }

  @Test
  void payment_overdue_is_a_matter_of_quota() {
    done(account.stop(staging));
    account
        .emulator
        .faults()
        .arm("POST .+/resume", 1, instead(402, Map.of("message", "a payment is overdue")));

    Refusal refusal = refusal(account.start(staging));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.QUOTA);
    assertThat(refusal.message()).contains("a payment is overdue");
  }

  @Test
  void refused_resume_tells_the_platforms_words() {
    done(account.stop(staging));
    account.emulator.refuseStart(
        staging, Answer.json(422, Map.of("title", "Not enough resources")));

    Refusal refusal = refusal(account.start(staging));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message()).contains("422", "Not enough resources");
    assertThat(done(account.status(staging))).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void failed_resume_is_a_crash_until_it_is_paused() {
    done(account.stop(staging));
    account.emulator.failBoots(staging);

    Refusal refusal = refusal(account.start(staging));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CRASHED);
    assertThat(refusal.message()).contains("failed to start");
    assertThat(done(account.status(staging))).isInstanceOf(AppStatus.Crashed.class);
    assertThat(refusal(account.start(staging)).kind()).isEqualTo(Refusal.Kind.CRASHED);
    done(account.stop(staging));
    assertThat(done(account.status(staging))).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void failed_push_is_no_crash() {
    account.emulator.failBoots(staging);
    account.emulator.push(staging);
    await().until(() -> done(account.status(staging)) instanceof AppStatus.Running);

    assertThat(done(account.status(staging))).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void deleted_or_deactivated_environment_is_gone() {
    String develop = account.named("develop");
    account.emulator.deleteApp(staging);
    account.emulator.deactivate(develop);

    assertThat(done(account.status(staging))).isEqualTo(new AppStatus.Gone());
    assertThat(refusal(account.start(staging)).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(refusal(account.stop(staging)).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(done(account.status(develop))).isEqualTo(new AppStatus.Gone());
    assertThat(refusal(account.start(develop)).message()).contains("deploy it first");
    assertThat(done(account.stop(develop)).formation()).isEqualTo(Formation.EMPTY);
    assertThat(done(account.status("nonsense"))).isEqualTo(new AppStatus.Gone());
  }

  @Test
  void answer_of_202_and_links_to_regions_make_no_difference() {
    account.emulator.acceptWith(202);
    account.emulator.linkToRegions();

    done(account.stop(staging));
    done(account.start(staging));

    assertThat(account.discovered()).hasSize(12);
  }

  @Test
  void order_accepted_without_naming_its_activity_is_followed_all_the_same() {
    account.emulator.acceptBriefly();

    done(account.stop(staging));
    done(account.start(staging));

    assertThat(account.emulator.activities(staging))
        .containsExactly("environment.resume", "environment.pause");
  }

  @Test
  void conflict_is_waited_out() {
    account.emulator.faults().arm("POST .+/pause", 2, instead(409, Map.of("message", "busy")));

    done(account.stop(staging));

    assertThat(done(account.status(staging))).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void unknown_fields_and_nulls_are_tolerated() {
    account
        .emulator
        .faults()
        .arm(
            "GET .+/environments/staging",
            1,
            new Fault.Instead(
                new Answer(
                    200,
                    Map.of(),
                    """
                    {"id": "staging", "status": "active", "type": "staging", "is_dirty": null,
                     "edge_hostname": null, "deployment_state": null, "_links": null,
                     "mood": {"new": [1, 2]}}
                    """)));

    assertThat(running(staging).upstream()).isEqualTo(upstream(staging));
  }

  @Test
  void environment_dirty_for_no_activity_counts_as_what_it_is_called() {
    account
        .emulator
        .faults()
        .arm(
            "GET .+/environments/staging",
            2,
            instead(200, Map.of("status", "active", "type", "staging", "is_dirty", "true")));

    assertThat(running(staging).upstream()).isEqualTo(upstream(staging));
    assertThat(done(account.start(staging)).upstream()).isEqualTo(upstream(staging));
  }

  @Test
  void readiness_wants_the_platforms_word_too() {
    assertThat(account.provider.readiness(staging).probeSuffices()).isFalse();
    assertThat(account.provider.readiness(staging).path()).isNull();
    assertThat(account.provider.output(staging, 20)).isEmpty();
  }

  @Test
  void settings_do_not_print_the_token() {
    assertThat(account.settings().toString()).doesNotContain("the-api-token");
  }

  @Test
  void wrong_api_token_is_told_with_what_to_do() {
    PlatformshSettings wrong =
        PlatformshSettings.of(new Secret("stale"))
            .at(account.emulator.api(), account.emulator.api());
    try (PlatformshProvider provider = account.provider(wrong)) {
      Refusal refusal = refusal(provider.status(staging, soon()));

      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
      assertThat(refusal.message()).contains("make a new one", "Invalid API token");
    }
  }

  @Test
  void bearer_is_exchanged_once_and_again_when_it_has_expired() {
    running(staging);
    running(staging);
    assertThat(account.emulator.bearersIssued()).isEqualTo(1);

    account.clock.advance(Duration.ofMinutes(16));
    running(staging);
    assertThat(account.emulator.bearersIssued()).isEqualTo(2);
  }

  @Test
  void address_that_nobody_listens_at_is_unknown() {
    PlatformshSettings settings = account.settings();
    account.emulator.close();
    try (var provider =
        new PlatformshProvider(settings, ApiBudget.UNLIMITED, Ticker.system(), account.clock)) {
      assertThat(unknown(provider.status(staging, soon()))).isNotBlank();
    }
  }

  private static Fault instead(int status, Map<String, String> body) {
    return new Fault.Instead(Answer.json(status, body));
  }

  private AppStatus.Running running(String ref) {
    AppStatus status = done(account.status(ref));
    assertThat(status).isInstanceOf(AppStatus.Running.class);
    return (AppStatus.Running) status;
  }

  private String host(String ref) {
    return account.emulator.host(ref);
  }

  private Upstream upstream(String ref) {
    return new Upstream("https", host(ref), 443);
  }

  private long activities() {
    return account.emulator.activities(staging).size();
  }
}

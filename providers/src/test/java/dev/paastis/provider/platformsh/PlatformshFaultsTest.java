// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static dev.paastis.provider.platformsh.Account.at;
import static dev.paastis.provider.platformsh.Account.done;
import static dev.paastis.provider.platformsh.Account.refusal;
import static dev.paastis.provider.platformsh.Account.soon;
import static dev.paastis.provider.platformsh.Account.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Formation;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the network, the clock and the platform may do in the middle of things. */
class PlatformshFaultsTest {
  /** Of their own, since a call that waits would hold up others in the pool that all share. */
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Account account = Account.of(5, Account.QUICK);
  private String staging = account.named("staging");

  @AfterEach
  void close() {
    threads.shutdownNow();
    account.close();
  }

  @Test
  void pause_whose_answer_is_lost_is_unknown_and_status_tells_the_truth() {
    arm("POST .+/pause", 1, new Fault.CutAfter());

    unknown(account.stop(staging));

    await().until(() -> account.status(staging) instanceof CallOutcome.Done);
    assertThat(done(account.status(staging))).isInstanceOf(AppStatus.Stopped.class);
    assertThat(account.emulator.activities(staging)).containsExactly("environment.pause");
  }

  @Test
  void resume_whose_answer_is_lost_is_unknown_and_status_tells_the_truth() {
    done(account.stop(staging));
    arm("POST .+/resume", 1, new Fault.CutAfter());

    unknown(account.start(staging));

    await().until(() -> account.status(staging) instanceof CallOutcome.Done);
    assertThat(done(account.status(staging))).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void order_that_never_arrived_is_unknown_and_nothing_has_changed() {
    arm("POST .+/pause", 1, new Fault.CutBefore());

    unknown(account.stop(staging));

    assertThat(done(account.status(staging))).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void fault_of_the_server_is_unknown() {
    arm("POST .+/pause", 1, new Fault.Instead(Answer.text(503, "maintenance")));
    assertThat(unknown(account.stop(staging))).contains("503");

    arm("GET .+", 1, new Fault.Instead(Answer.html(200, "<h1>not JSON</h1>")));
    unknown(account.status(staging));
    arm("GET .+", 1, new Fault.Instead(Answer.text(408, "")));
    unknown(account.status(staging));
  }

  @Test
  void faults_while_an_activity_is_followed_do_not_end_it() {
    arm("GET .+/activities/act.+", 1, new Fault.CutAfter());
    arm("GET .+/activities/act.+", 1, new Fault.Instead(Answer.text(502, "bad gateway")));
    arm("GET .+/activities/act.+", 1, tooMany());

    done(account.stop(staging));
  }

  @Test
  void too_many_calls_are_told_with_the_wait() {
    arm("POST .+/pause", 1, new Fault.Instead(tooMany().answer().with("Retry-After", "17")));
    Refusal refusal = refusal(account.stop(staging));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.RATE_LIMITED);
    assertThat(refusal.message()).contains("retry after 17 s");

    arm("GET .+", 1, tooMany());
    assertThat(refusal(account.status(staging)).message()).contains("retry later");
  }

  @Test
  void wait_beyond_all_measure_or_without_sense_does_no_harm() {
    arm("GET .+", 1, new Fault.Instead(tooMany().answer().with("Retry-After", "99999999999999")));
    assertThat(refusal(account.status(staging)).message()).contains("retry after 86400 s");

    arm("GET .+", 1, new Fault.Instead(tooMany().answer().with("Retry-After", "soon")));
    assertThat(refusal(account.status(staging)).message()).contains("retry later");
  }

  @Test
  void pause_that_fails_or_is_cancelled_is_refused_with_its_reason() {
    arm("GET .+/activities/act.+", 1, ended("complete", "failure", "disk full"));
    assertThat(refusal(account.stop(staging)).message()).contains("failed: disk full");
    await().until(() -> account.status(staging) instanceof CallOutcome.Done);
    done(account.start(staging));

    arm("GET .+/activities/act.+", 1, ended("cancelled", "", ""));
    assertThat(refusal(account.stop(staging)).message()).contains("was cancelled");
  }

  @Test
  void wait_given_as_a_date_is_understood() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            account.clock.instant().plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC));
    arm("GET .+", 1, new Fault.Instead(tooMany().answer().with("Retry-After", date)));

    assertThat(refusal(account.status(staging)).message())
        .containsPattern("retry after 3(5\\d\\d|600) s");
  }

  @Test
  void bearer_that_expires_or_is_revoked_in_the_middle_is_renewed() throws Exception {
    reopen(new Pace(Duration.ofMillis(300), Duration.ZERO, Duration.ofMillis(300)));
    Future<CallOutcome<AppStatus.Stopped>> stop = stopping();
    account.emulator.revokeBearers();

    assertThat(done(stop.get())).isNotNull();
    assertThat(account.emulator.bearersIssued()).isEqualTo(2);
  }

  @Test
  void api_token_revoked_in_the_middle_leaves_the_outcome_unknown() throws Exception {
    reopen(new Pace(Duration.ofMillis(300), Duration.ZERO, Duration.ofMillis(300)));
    Future<CallOutcome<AppStatus.Stopped>> stop = stopping();
    account.emulator.revoke(account.emulator.token());
    account.emulator.revokeBearers();

    assertThat(unknown(stop.get())).contains("API token was not accepted");
    assertThat(refusal(account.status(staging)).kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
  }

  @Test
  void activity_that_does_not_end_ends_by_the_deadline_and_the_status_stays_unknown() {
    reopen(Account.ENDLESS);

    String cause = unknown(account.provider.stop(staging, at(Duration.ofMillis(200))));

    assertThat(cause).contains("not paused in time", "is in_progress");
    assertThat(unknown(account.status(staging))).contains("being paused");
  }

  @Test
  void start_during_a_pause_waits_for_its_end() throws Exception {
    reopen(new Pace(Duration.ofMillis(50), Duration.ZERO, Duration.ofMillis(200)));
    Future<CallOutcome<AppStatus.Stopped>> stop = stopping();

    done(account.start(staging));

    assertThat(stop.get()).isNotNull();
    assertThat(account.emulator.activities(staging))
        .containsExactly("environment.resume", "environment.pause");
  }

  @Test
  void two_starts_at_once_give_one_resume() throws Exception {
    done(account.stop(staging));

    Future<CallOutcome<AppStatus.Running>> other = threads.submit(() -> account.start(staging));
    done(account.start(staging));
    done(other.get());

    assertThat(account.emulator.activities(staging)).containsOnlyOnce("environment.resume");
  }

  @Test
  void resume_waits_its_turn_in_a_busy_project() {
    for (String branch : new String[] {"develop", "pr-42", "demo"}) {
      account.emulator.push(account.named(branch));
    }

    done(account.stop(staging));
    done(account.start(staging, Formation.EMPTY, soon()));
  }

  private void arm(String pattern, int times, Fault fault) {
    account.emulator.faults().arm(pattern, times, fault);
  }

  private static Fault.Instead tooMany() {
    return new Fault.Instead(Answer.json(429, Map.of("message", "Too many requests")));
  }

  private static Fault ended(String state, String result, String reason) {
    return new Fault.Instead(
        Answer.json(
            200,
            Map.of(
                "id", "act1",
                "type", "environment.pause",
                "state", state,
                "result", result,
                "failure_reason", reason)));
  }

  private void reopen(Pace pace) {
    account.close();
    account = Account.of(5, pace);
    staging = account.named("staging");
  }

  /** A stop on another thread, once the platform has begun with it. */
  private Future<CallOutcome<AppStatus.Stopped>> stopping() {
    Future<CallOutcome<AppStatus.Stopped>> stop = threads.submit(() -> account.stop(staging));
    await().until(() -> !account.emulator.activities(staging).isEmpty());
    return stop;
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import static dev.paastis.provider.heroku.HerokuFixture.cause;
import static dev.paastis.provider.heroku.HerokuFixture.done;
import static dev.paastis.provider.heroku.HerokuFixture.operation;
import static dev.paastis.provider.heroku.HerokuFixture.refusal;
import static dev.paastis.provider.heroku.HerokuFixture.soon;
import static dev.paastis.provider.heroku.HerokuFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Formation;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HerokuProviderTest {
  private static final String SHOP = "web=2:Standard-1X worker=1:Standard-1X";
  private static final String SHOP_ASLEEP = "web=0:Standard-1X worker=0:Standard-1X";
  private static final String SCALE = "PATCH /apps/.+/formation";
  private static final String DYNOS = "GET /apps/.+/dynos";
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final HerokuFixture fixture = new HerokuFixture(8);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void stop_waits_for_the_dynos_and_tells_what_ran() {
    CallOutcome<AppStatus.Stopped> outcome = fixture.stop("shop");

    assertThat(done(outcome).formation())
        .satisfies(formation -> assertThat(words(formation)).isEqualTo(SHOP));
    assertThat(fixture.heroku().formation("shop")).isEqualTo(SHOP_ASLEEP);
    assertThat(fixture.status("shop")).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void start_restores_exactly_what_was_remembered_and_waits_for_a_web_dyno() {
    Formation remembered = fixture.asleep("shop-api");
    int before = fixture.heroku().callsMade();

    AppStatus.Running running = done(fixture.start("shop-api", remembered));

    assertThat(running.formation()).isEqualTo(remembered);
    assertThat(running.upstream().host())
        .isEqualTo(fixture.heroku().host("shop-api").orElseThrow());
    assertThat(fixture.heroku().formation("shop-api"))
        .isEqualTo("web=2:Standard-2X worker=3:Standard-2X");
    assertThat(fixture.heroku().callsMade() - before).isGreaterThan(2);
    assertThat(fixture.status("shop-api")).isEqualTo(running);
  }

  @Test
  void both_are_idempotent() {
    Formation remembered = fixture.asleep("shop");
    assertThat(fixture.stop("shop")).isInstanceOf(CallOutcome.Done.class);
    assertThat(fixture.heroku().formation("shop")).isEqualTo(SHOP_ASLEEP);

    assertThat(fixture.start("shop", remembered)).isEqualTo(fixture.start("shop", remembered));
    assertThat(fixture.heroku().formation("shop")).isEqualTo(SHOP);
  }

  @Test
  void changes_by_others_while_asleep_give_way_to_what_was_remembered() {
    Formation remembered = fixture.asleep("shop");
    fixture.heroku().changeFormation("shop", "worker", 5, "Standard-2X");
    fixture.heroku().changeFormation("shop", "web", 0, "Basic"); // which allows one dyno only

    assertThat(done(fixture.start("shop", remembered)).formation()).isEqualTo(remembered);
    assertThat(fixture.heroku().formation("shop")).isEqualTo(SHOP);
  }

  @Test
  void deployment_while_asleep_takes_a_type_and_brings_another() {
    Formation remembered = fixture.asleep("shop");
    fixture.heroku().removeProcessType("shop", "worker");
    fixture.heroku().addProcessType("shop", "jobs", 0, "Standard-1X");

    done(fixture.start("shop", remembered));

    assertThat(fixture.heroku().formation("shop"))
        .isEqualTo("web=2:Standard-1X jobs=0:Standard-1X");
  }

  @Test
  void app_without_web_any_more_is_refused() {
    Formation remembered = fixture.asleep("shop");
    fixture.heroku().removeProcessType("shop", "web");

    assertThat(refusal(fixture.start("shop", remembered)).message()).contains("'web'");
  }

  @Test
  void nothing_remembered_brings_one_web_dyno() {
    done(fixture.start("shop-pr57", Formation.EMPTY));

    assertThat(fixture.heroku().formation("shop-pr57")).isEqualTo("web=1:Eco worker=0:Eco");
  }

  @Test
  void worker_that_stays_down_is_told_while_the_web_runs() {
    Formation remembered = fixture.asleep("shop");
    fixture.heroku().holdBack("shop", "worker");

    Refusal refusal = refusal(fixture.start("shop", remembered));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message())
        .contains("runs web=2:Standard-1X, worker=0:Standard-1X")
        .endsWith("not as remembered: worker=1:Standard-1X");
    assertThat(fixture.heroku().formation("shop"))
        .isEqualTo("web=2:Standard-1X worker=0:Standard-1X");
  }

  @Test
  void payments_and_permissions_are_told_in_the_vendors_words() {
    Formation remembered = fixture.asleep("shop");

    fixture.heroku().refuseStart("shop", error(402, "delinquent", "Pay your invoice first."));
    assertThat(refusal(fixture.start("shop", remembered)))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.QUOTA, "app 'shop': Heroku: Pay your invoice first. (delinquent)"));
    fixture.heroku().refuseStart("shop", error(422, "verification_needed", "Add a card."));
    assertThat(refusal(fixture.start("shop", remembered)).kind()).isEqualTo(Refusal.Kind.QUOTA);
    fixture.heroku().refuseStart("shop", error(403, "suspended", "Account suspended."));
    assertThat(refusal(fixture.start("shop", remembered)).kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    fixture.heroku().refuseStart("shop", error(422, "invalid_params", "No."));
    assertThat(refusal(fixture.start("shop", remembered)).kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(fixture.heroku().formation("shop")).isEqualTo(SHOP_ASLEEP);
  }

  @Test
  void rate_limit_is_told_with_the_time_to_wait_if_there_is_one() {
    Formation remembered = fixture.asleep("shop");
    Answer limit = error(429, "rate_limit", "Your account reached the API rate limit");

    arm(SCALE, new Fault.Instead(limit));
    Refusal silent = refusal(fixture.start("shop", remembered));
    arm(SCALE, new Fault.Instead(limit.with("Retry-After", "30")));
    Refusal timed = refusal(fixture.start("shop", remembered));

    assertThat(silent.kind()).isEqualTo(Refusal.Kind.RATE_LIMITED);
    assertThat(silent.message()).contains("does not say for how long");
    assertThat(timed.message()).endsWith("it asks to wait 30 s");
  }

  @Test
  void rate_limit_after_the_order_only_delays() {
    Formation remembered = fixture.asleep("shop");
    Answer limit = error(429, "rate_limit", "Your account reached the API rate limit");
    fixture.heroku().faults().arm(DYNOS, 2, new Fault.Instead(limit));

    assertThat(fixture.start("shop", remembered)).isInstanceOf(CallOutcome.Done.class);
  }

  @Test
  void failure_of_the_platform_is_unknown() {
    arm(SCALE, new Fault.Instead(error(503, "service_unavailable", "Try again.")));

    assertThat(cause(fixture.stop("shop"))).contains("503").contains("Try again.");
    assertThat(fixture.status("shop")).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void lost_answer_of_a_start_is_unknown_and_status_tells_that_it_runs() {
    Formation remembered = fixture.asleep("shop");
    arm(SCALE, new Fault.CutAfter());

    assertThat(cause(fixture.start("shop", remembered))).contains("PATCH");
    await()
        .untilAsserted(() ->
            assertThat(fixture.status("shop"))
                .isInstanceOfSatisfying(
                    AppStatus.Running.class,
                    running -> assertThat(running.formation()).isEqualTo(remembered)));
  }

  @Test
  void lost_request_of_a_start_is_unknown_and_status_tells_that_it_does_not_run() {
    Formation remembered = fixture.asleep("shop");
    arm(SCALE, new Fault.CutBefore());

    var _ = cause(fixture.start("shop", remembered));
    assertThat(fixture.status("shop")).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void lost_answer_of_a_stop_is_unknown_and_status_tells_when_it_has_ended() {
    arm(SCALE, new Fault.CutAfter());

    var _ = cause(fixture.stop("shop"));

    await()
        .untilAsserted(
            () -> assertThat(fixture.status("shop")).isInstanceOf(AppStatus.Stopped.class));
  }

  @Test
  void app_whose_dynos_are_still_ending_runs_with_what_they_show() {
    String dynos =
        """
        [{"name": "web.1", "type": "web", "state": "up"},
         {"name": "web.2", "type": "web", "state": "up"},
         {"name": "run.7", "type": "run", "state": "up"}, {"state": "up"}]
        """;
    var _ = fixture.asleep("shop");
    arm(DYNOS, new Fault.Instead(new Answer(200, Map.of(), dynos)));

    assertThat(fixture.status("shop"))
        .isInstanceOfSatisfying(
            AppStatus.Running.class,
            running ->
                assertThat(words(running.formation()))
                    .isEqualTo("web=2:Standard-1X worker=0:Standard-1X"));
  }

  @Test
  void start_that_never_ends_is_unknown_by_the_deadline_and_starting_meanwhile() {
    Formation remembered = fixture.asleep("shop");
    fixture.heroku().hangBoots("shop");

    CallOutcome<AppStatus.Running> outcome =
        fixture.provider().start(fixture.ref("shop"), remembered, operation(), within(MOMENT));

    assertThat(cause(outcome)).startsWith("Heroku accepted the start");
    assertThat(fixture.status("shop"))
        .isInstanceOfSatisfying(
            AppStatus.Starting.class,
            starting -> assertThat(starting.formation()).isEqualTo(remembered));
  }

  @Test
  void boot_that_crashes_is_refused_and_status_tells_the_crash() {
    Formation remembered = fixture.asleep("shop");
    fixture.heroku().failBoots("shop");

    assertThat(refusal(fixture.start("shop", remembered)).kind()).isEqualTo(Refusal.Kind.CRASHED);
    assertThat(fixture.status("shop")).isInstanceOf(AppStatus.Crashed.class);
    assertThat(fixture.stop("shop")).isInstanceOf(CallOutcome.Done.class);
  }

  @Test
  void revoked_token_is_told_and_never_shown() {
    Formation remembered = fixture.asleep("shop");
    fixture.heroku().revoke(HerokuFixture.TOKEN);

    assertThat(refusal(fixture.start("shop", remembered)).kind())
        .isEqualTo(Refusal.Kind.UNAUTHORIZED);
    assertThat(refusal(fixture.stop("shop")).kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
    assertThat(refusal(fixture.provider().status(fixture.ref("shop"), soon())).kind())
        .isEqualTo(Refusal.Kind.UNAUTHORIZED);
  }

  @Test
  void token_that_expires_after_the_order_leaves_its_end_unknown() {
    Formation remembered = fixture.asleep("shop");
    arm(DYNOS, new Fault.Instead(error(401, "unauthorized", "Invalid credentials provided.")));

    assertThat(cause(fixture.start("shop", remembered)))
        .startsWith("Heroku accepted the start")
        .contains("Invalid credentials");
    assertThat(fixture.heroku().formation("shop")).isEqualTo(SHOP);
  }

  @Test
  void token_that_has_expired_is_refused() {
    fixture.heroku().grant(HerokuFixture.TOKEN, Duration.ofHours(8));
    assertThat(fixture.status("shop")).isInstanceOf(AppStatus.Running.class);
    fixture.later(Duration.ofHours(8));

    assertThat(refusal(fixture.stop("shop")).kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
  }

  @Test
  void deleted_app_is_gone() {
    String ref = fixture.ref("shop");
    fixture.heroku().deleteApp("shop");

    assertThat(done(fixture.provider().status(ref, soon()))).isEqualTo(new AppStatus.Gone());
    assertThat(refusal(fixture.provider().stop(ref, soon())).kind())
        .isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(refusal(fixture.provider().start(ref, Formation.EMPTY, operation(), soon())).kind())
        .isEqualTo(Refusal.Kind.NOT_FOUND);
  }

  @Test
  void sleeping_eco_dyno_counts_as_running_since_a_request_wakes_it() {
    fixture.later(Duration.ofMinutes(40));
    await()
        .untilAsserted(
            () -> assertThat(fixture.heroku().dynos("shop-pr42")).isEqualTo("web.1 idle"));

    assertThat(fixture.status("shop-pr42")).isInstanceOf(AppStatus.Running.class);
    assertThat(fixture.start("shop-pr42", Formation.of("web", 1, "Eco")))
        .isInstanceOf(CallOutcome.Done.class);
  }

  @Test
  void probe_does_not_suffice_and_few_calls_left_make_questions_rarer() {
    Readiness dense = fixture.provider().readiness(fixture.ref("shop"));
    assertThat(dense.probeSuffices()).isFalse();
    assertThat(dense.path()).isNull();
    assertThat(dense.statusEvery()).isEqualTo(Duration.ofMillis(10));

    fixture.heroku().leaveCalls(100);
    assertThat(fixture.status("shop")).isInstanceOf(AppStatus.Running.class);
    assertThat(fixture.provider().readiness(fixture.ref("shop")).statusEvery())
        .isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void no_time_left_is_unknown_and_orders_nothing() {
    var _ = cause(fixture.provider().stop(fixture.ref("shop"), within(Duration.ZERO)));

    assertThat(fixture.heroku().formation("shop")).isEqualTo(SHOP);
  }

  private void arm(String call, Fault fault) {
    fixture.heroku().faults().arm(call, 1, fault);
  }

  private static Answer error(int status, String id, String message) {
    return Answer.json(status, Map.of("id", id, "message", message));
  }

  private static String words(Formation formation) {
    return Formations.words(formation.processes()).replace(",", "");
  }
}

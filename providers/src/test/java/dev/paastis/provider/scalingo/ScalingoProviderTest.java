// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Operation;
import dev.paastis.app.Upstream;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.emulator.scalingo.ScalingoEmulator;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.schedule.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScalingoProviderTest {
  private static final String TOKEN = "tk-us-very-secret";
  private static final String PRODUCTION = "shop-production";
  private static final String REVIEW = "shop-pr42";
  private static final String SCALE = "POST .+/scale";
  private static final Pace PACE =
      new Pace(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(3));
  private static final Formation FULL =
      new Formation(
          List.of(new ProcessType("web", 2, "L"), new ProcessType("worker", 1, "M")),
          Map.of("autoscaler.web", "as-1"));

  private final SimulatedTime time = new SimulatedTime();
  private ScalingoEmulator emulator;
  private ScalingoProvider provider;

  @BeforeEach
  void start() {
    open(16, null);
  }

  @AfterEach
  void stop() {
    provider.close();
    emulator.close();
  }

  @Test
  void discover_reads_the_one_list_and_leaves_out_what_was_never_deployed() {
    List<DiscoveredApp> apps = done(provider.discover(soon()));

    assertThat(emulator.calls()).isEqualTo(2); // the exchange and the list
    assertThat(apps).hasSize(14);
    DiscoveredApp first = apps.getFirst();
    assertThat(first.name()).isEqualTo(PRODUCTION);
    assertThat(first.ref()).matches("[0-9a-f]{24}");
    assertThat(first.hosts()).containsExactly("www.shop.example.org");
    assertThat(first.status())
        .isEqualTo(new AppStatus.Running(upstream(PRODUCTION), Formation.EMPTY));
    assertThat(apps.get(1).hosts()).isEmpty();
  }

  @Test
  void discover_of_ten_thousand_apps_is_still_one_list() {
    stop();
    open(10_000, null);

    assertThat(done(provider.discover(soon()))).hasSize(8_750);
    assertThat(emulator.calls()).isEqualTo(2);
  }

  @Test
  void discover_for_one_owner_leaves_out_the_apps_of_others() {
    stop();
    open(16, "somebody-else");

    assertThat(done(provider.discover(soon()))).isEmpty();
  }

  @Test
  void discover_tolerates_unknown_fields_words_and_nulls() {
    String odd =
        "{\"apps\":[null,{\"id\":null},{\"id\":\"a1\",\"name\":\"odd\",\"status\":\"hovering\","
            + "\"url\":null,\"owner\":null,\"colour\":{\"of\":[\"the\",\"sea\"]}},"
            + "{\"id\":\"a2\",\"name\":\"odder\",\"status\":null,\"base_url\":\"::no::\"}],"
            + "\"meta\":null}";
    emulator.faults().arm("GET /v1/apps", 1, new Fault.Instead(new Answer(200, Map.of(), odd)));

    List<DiscoveredApp> apps = done(provider.discover(soon()));

    assertThat(apps).extracting(DiscoveredApp::ref).containsExactly("a1", "a2");
    assertThat(apps.getFirst().status())
        .isEqualTo(new AppStatus.Running(upstream("odd"), Formation.EMPTY));
  }

  @Test
  void discover_that_makes_no_sense_is_unknown() {
    emulator.faults().arm("GET /v1/apps", 1, new Fault.Instead(Answer.html(200, "<h1>hi</h1>")));

    assertThat(provider.discover(soon())).isInstanceOf(CallOutcome.Unknown.class);
  }

  @Test
  void status_tells_every_state() {
    assertThat(status(PRODUCTION)).isEqualTo(new AppStatus.Running(upstream(PRODUCTION), FULL));
    assertThat(status(REVIEW)).isEqualTo(new AppStatus.Stopped(Formation.EMPTY));
    assertThat(status("shop-legacy"))
        .isEqualTo(new AppStatus.Crashed(null, "", Formation.of("web", 1, "M")));
    assertThat(status("nobody")).isEqualTo(new AppStatus.Gone());
  }

  @Test
  void status_during_an_operation_is_not_stopped_yet() {
    emulator.restart(PRODUCTION);
    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Running.class);

    emulator.changeFormation("shop-staging", Map.of("web", 0, "worker", 0));
    assertThat(status("shop-staging")).isInstanceOf(AppStatus.Running.class);
    time.advance(Duration.ofSeconds(3));
    assertThat(status("shop-staging")).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void start_after_stop_restores_every_type_and_the_autoscaler() {
    String ref = done(provider.discover(soon())).getFirst().ref();
    AppStatus.Running before = (AppStatus.Running) status(ref);
    assertThat(before.formation()).isEqualTo(FULL);

    done(provider.stop(ref, soon()));
    assertThat(status(ref)).isInstanceOf(AppStatus.Stopped.class);
    AppStatus.Running started = done(wake(ref, before.formation()));

    assertThat(started).isEqualTo(before);
    assertThat(status(ref)).isEqualTo(before);
  }

  @Test
  void stop_and_start_asked_twice_act_once() {
    done(provider.stop(PRODUCTION, soon()));
    done(provider.stop(PRODUCTION, soon()));
    assertThat(emulator.orders()).isEqualTo(1);

    done(wake(PRODUCTION, FULL));
    done(wake(PRODUCTION, FULL));
    assertThat(emulator.orders()).isEqualTo(2);
  }

  @Test
  void start_restores_what_is_remembered_and_not_what_somebody_left() {
    done(provider.stop(PRODUCTION, soon()));
    emulator.changeFormation(PRODUCTION, Map.of("web", 5, "worker", 0));

    done(wake(PRODUCTION, FULL));

    assertThat(status(PRODUCTION)).isEqualTo(new AppStatus.Running(upstream(PRODUCTION), FULL));
  }

  @Test
  void start_without_a_memory_starts_one_web_container() {
    done(wake("shop-demo-app", Formation.EMPTY));

    AppStatus.Running running = (AppStatus.Running) status("shop-demo-app");
    assertThat(running.formation().processes())
        .containsExactly(new ProcessType("web", 1, "S"), new ProcessType("worker", 0, "S"));
  }

  @Test
  void start_of_a_crashed_app_orders_its_formation_again() {
    done(wake("shop-legacy", Formation.of("web", 1, "M")));

    assertThat(emulator.orders()).isEqualTo(1);
    assertThat(status("shop-legacy")).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void types_that_are_no_longer_part_of_the_app_are_left_out() {
    List<ProcessType> now = List.of(new ProcessType("web", 0, "M"), new ProcessType("job", 1, "S"));

    assertThat(Orders.wanted(FULL, now))
        .containsExactly(new ProcessType("web", 2, "L"), new ProcessType("job", 0, "S"));
  }

  @Test
  void bearer_is_renewed_before_its_end_and_when_it_is_refused() {
    done(provider.discover(soon()));
    time.advance(Duration.ofMinutes(54));
    done(provider.discover(soon()));
    assertThat(emulator.calls()).isEqualTo(3);
    time.advance(Duration.ofMinutes(1));
    done(provider.discover(soon()));
    assertThat(emulator.calls()).isEqualTo(5); // with an exchange before it was refused

    emulator.endSessions();
    done(provider.discover(soon()));
    assertThat(emulator.calls()).isEqualTo(8); // refused, exchanged, asked again
  }

  @Test
  void bearer_that_ends_during_an_operation_is_exchanged() {
    time.duringNextPause(emulator::endSessions);

    done(provider.stop(PRODUCTION, soon()));

    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void token_revoked_is_refused_and_during_an_operation_unknown() {
    time.duringNextPause(() -> emulator.revoke(TOKEN));

    assertThat(unknown(provider.stop(PRODUCTION, soon())))
        .contains("accepted")
        .doesNotContain(TOKEN);
    long before = emulator.calls();
    Refusal refusal = refused(provider.status(PRODUCTION, soon()));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
    assertThat(refusal.message()).contains("API token").doesNotContain(TOKEN);
    assertThat(emulator.calls() - before).isLessThanOrEqualTo(2);
  }

  @Test
  void settings_do_not_print_the_token() {
    ScalingoSettings settings = ScalingoSettings.inRegion("osc-secnum-fr1", new Secret(TOKEN));

    assertThat(settings.api()).hasToString("https://api.osc-secnum-fr1.scalingo.com");
    assertThat(settings.toString()).doesNotContain(TOKEN);
  }

  @Test
  void rate_limit_refuses_with_what_the_platform_said() {
    for (int i = 0; i < 59; i++) {
      done(provider.status(REVIEW, soon()));
    }

    Refusal refusal = refused(provider.status(REVIEW, soon()));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.RATE_LIMITED);
    assertThat(refusal.message()).contains("Retry later");
  }

  @Test
  void rate_limit_with_a_time_tells_it() {
    Answer busy = Answer.json(429, Map.of("error", "slow down")).with("Retry-After", "17");
    emulator.faults().arm(SCALE, 1, new Fault.Instead(busy));

    Refusal refusal = refused(wake(REVIEW, Formation.of("web", 1, "S")));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.RATE_LIMITED);
    assertThat(refusal.message()).contains("slow down").contains("17 s");
  }

  @Test
  void trouble_with_a_question_does_not_undo_an_accepted_order() {
    String operation = "GET .+/operations/.+";
    emulator.faults().arm(operation, 1, new Fault.Instead(Answer.text(429, "Retry later")));
    emulator.faults().arm(operation, 1, new Fault.Instead(Answer.json(503, Map.of("error", "x"))));
    emulator.faults().arm(operation, 1, new Fault.CutBefore());

    done(provider.stop(PRODUCTION, soon()));

    assertThat(emulator.orders()).isEqualTo(1);
  }

  @Test
  void server_error_is_unknown() {
    emulator.faults().arm(SCALE, 1, new Fault.Instead(Answer.json(500, Map.of("error", "oops"))));

    assertThat(unknown(provider.stop(PRODUCTION, soon()))).contains("500").contains("oops");
  }

  @Test
  void start_cut_after_the_order_is_unknown_and_keeps_its_autoscaler() {
    done(provider.stop(PRODUCTION, soon()));
    emulator.faults().arm(SCALE, 1, new Fault.CutAfter());

    unknown(wake(PRODUCTION, FULL));
    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Running.class);
    time.advance(Duration.ofSeconds(7));

    assertThat(status(PRODUCTION)).isEqualTo(new AppStatus.Running(upstream(PRODUCTION), FULL));
    assertThat(emulator.orders()).isEqualTo(2);
  }

  @Test
  void start_cut_before_the_order_is_unknown_and_the_app_stays_stopped() {
    emulator.faults().arm(SCALE, 1, new Fault.CutBefore());

    unknown(wake(REVIEW, Formation.of("web", 1, "S")));

    assertThat(status(REVIEW)).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void stop_cut_after_the_order_is_unknown_and_the_status_tells() {
    emulator.faults().arm(SCALE, 1, new Fault.CutAfter());

    unknown(provider.stop(PRODUCTION, soon()));
    time.advance(Duration.ofSeconds(3));

    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Stopped.class);
    done(wake(PRODUCTION, FULL));
    assertThat(status(PRODUCTION)).isEqualTo(new AppStatus.Running(upstream(PRODUCTION), FULL));
  }

  @Test
  void operation_that_never_ends_is_unknown_by_the_deadline() {
    emulator.neverEnd(PRODUCTION);
    long begun = time.nanos();

    assertThat(unknown(provider.stop(PRODUCTION, soon()))).contains("had not ended in time");

    assertThat(Duration.ofNanos(time.nanos() - begun)).isEqualTo(Duration.ofMinutes(1));
    assertThat(unknown(provider.stop(PRODUCTION, soon()))).contains("still scaling");
  }

  @Test
  void stop_waits_for_the_operation_of_somebody_else() {
    emulator.restart(PRODUCTION);

    done(provider.stop(PRODUCTION, soon()));

    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void order_that_meets_another_is_repeated_once() {
    Answer conflict = Answer.json(409, Map.of("error", "an operation is already running"));
    emulator.faults().arm(SCALE, 1, new Fault.Instead(conflict));
    done(provider.stop(PRODUCTION, soon()));

    emulator.faults().arm(SCALE, 2, new Fault.Instead(conflict));
    Refusal refusal = refused(wake(PRODUCTION, FULL));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message()).contains("already running");
  }

  @Test
  void app_deleted_is_gone_and_neither_starts_nor_stops() {
    emulator.deleteApp(REVIEW);

    assertThat(status(REVIEW)).isEqualTo(new AppStatus.Gone());
    assertThat(refused(provider.stop(REVIEW, soon())).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(refused(wake(REVIEW, FULL)).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
  }

  @Test
  void app_deleted_during_an_operation_is_not_found() {
    time.duringNextPause(() -> emulator.deleteApp(PRODUCTION));

    assertThat(refused(provider.stop(PRODUCTION, soon())).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
  }

  @Test
  void payment_required_is_told_in_words() {
    done(provider.stop(PRODUCTION, soon()));
    emulator.paymentMethod(false);

    Refusal refusal = refused(wake(PRODUCTION, FULL));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.QUOTA);
    assertThat(refusal.message()).contains("payment method").contains("dashboard.scalingo.com");
  }

  @Test
  void start_refused_by_the_platform_keeps_its_words() {
    Answer invalid = Answer.json(422, Map.of("errors", Map.of("size", List.of("is not allowed"))));
    emulator.refuseStart(REVIEW, invalid);
    Refusal refusal = refused(wake(REVIEW, Formation.of("web", 1, "S")));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message()).contains("size is not allowed");

    emulator.refuseStart(REVIEW, Answer.json(403, Map.of("error", "no", "code", "forbidden")));
    assertThat(refused(wake(REVIEW, Formation.of("web", 1, "S"))).kind())
        .isEqualTo(Refusal.Kind.FORBIDDEN);
  }

  @Test
  void boot_that_fails_is_a_crash() {
    emulator.failBoots(REVIEW);

    Refusal refusal = refused(wake(REVIEW, Formation.of("web", 1, "S")));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CRASHED);
    assertThat(refusal.message()).contains("PORT");
    assertThat(status(REVIEW)).isInstanceOf(AppStatus.Crashed.class);
    done(provider.stop(REVIEW, soon()));
    assertThat(status(REVIEW)).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void autoscaler_refused_is_told_and_the_app_left_running() {
    done(provider.stop(PRODUCTION, soon()));
    Answer forbidden = Answer.json(403, Map.of("error", "not for you"));
    emulator.faults().arm("PATCH .+", 1, new Fault.Instead(forbidden));

    Refusal refusal = refused(wake(PRODUCTION, FULL));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(refusal.message()).contains("the app runs, but").contains("not for you");
    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void autoscaler_that_cannot_be_reached_is_enabled_at_a_later_look() {
    done(provider.stop(PRODUCTION, soon()));
    emulator.faults().arm("PATCH .+", 4, new Fault.Instead(Answer.text(429, "Retry later")));

    done(wake(PRODUCTION, FULL));
    assertThat(formation(PRODUCTION)).isEqualTo(FULL); // still owed, and remembered
    assertThat(formation(PRODUCTION)).isEqualTo(FULL);

    ScalingoProvider another = new ScalingoProvider(settings(null), time, time);
    assertThat(done(another.status(PRODUCTION, soon())))
        .isEqualTo(new AppStatus.Running(upstream(PRODUCTION), FULL));
    another.close();
  }

  @Test
  void autoscaler_disabled_by_its_owner_stays_disabled() {
    emulator.changeFormation(PRODUCTION, Map.of("web", 3));
    time.advance(Duration.ofSeconds(7));
    Formation before = formation(PRODUCTION);
    assertThat(before.extras()).isEmpty();

    done(provider.stop(PRODUCTION, soon()));
    done(wake(PRODUCTION, before));

    assertThat(formation(PRODUCTION)).isEqualTo(before);
  }

  @Test
  void stop_that_fails_gives_the_app_its_autoscaler_back() {
    assertThat(formation(PRODUCTION)).isEqualTo(FULL);
    String error = "{\"operation\":{\"status\":\"error\",\"error\":\"no room\"}}";
    emulator
        .faults()
        .arm("GET .+/operations/.+", 1, new Fault.Instead(new Answer(200, Map.of(), error)));

    assertThat(refused(provider.stop(PRODUCTION, soon())).message()).contains("no room");
    time.advance(Duration.ofSeconds(3));
    emulator.changeFormation(PRODUCTION, Map.of("web", 2, "worker", 1));
    time.advance(Duration.ofSeconds(7));

    assertThat(formation(PRODUCTION)).isEqualTo(FULL);
  }

  @Test
  void app_never_deployed_is_not_started() {
    assertThat(refused(wake("shop-next", FULL)).message()).contains("never deployed");
  }

  @Test
  void wake_and_sleep_stay_far_below_the_rate_limit() {
    done(provider.discover(soon()));
    long before = emulator.calls();
    done(provider.status(PRODUCTION, soon()));
    done(provider.stop(PRODUCTION, soon()));
    assertThat(emulator.calls() - before).isLessThanOrEqualTo(10);

    before = emulator.calls();
    done(wake(PRODUCTION, FULL));
    assertThat(emulator.calls() - before).isLessThanOrEqualTo(10);
  }

  private void open(int apps, @Nullable String owner) {
    emulator = ScalingoEmulator.start(new EmulatorSettings(0, apps, TOKEN, time, PACE));
    provider = new ScalingoProvider(settings(owner), time, time);
  }

  private ScalingoSettings settings(@Nullable String owner) {
    return new ScalingoSettings(
        emulator.api(), emulator.api(), "osc-fr1", new Secret(TOKEN), owner);
  }

  private CallOutcome<AppStatus.Running> wake(String ref, Formation formation) {
    Operation operation =
        new Operation(
            UUID.randomUUID(),
            new EngineId(UUID.randomUUID()),
            time.instant(),
            Cause.of(Cause.Kind.REQUEST, "GET /"));
    return provider.start(ref, formation, operation, soon());
  }

  private AppStatus status(String ref) {
    return done(provider.status(ref, soon()));
  }

  private Formation formation(String ref) {
    return ((AppStatus.Running) status(ref)).formation();
  }

  private Deadline soon() {
    return Deadline.after(Duration.ofMinutes(1), time);
  }

  private static Upstream upstream(String app) {
    return new Upstream("https", app + ".osc-fr1.scalingo.io", 443);
  }

  private static <T> T done(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Done.class);
    return ((CallOutcome.Done<T>) outcome).value();
  }

  private static <T> Refusal refused(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Refused.class);
    return ((CallOutcome.Refused<T>) outcome).refusal();
  }

  private static <T> String unknown(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Unknown.class);
    return ((CallOutcome.Unknown<T>) outcome).cause();
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Group;
import dev.paastis.app.TrackedApp;
import dev.paastis.fleet.Fleet;
import dev.paastis.pause.Gateways.Quiet;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.PolicyBook.Rules;
import dev.paastis.policy.Rule;
import dev.paastis.policy.Selector;
import dev.paastis.policy.Terms;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Control;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.WeekPlan;
import dev.paastis.schedule.Window;
import dev.paastis.wake.WakeGuard;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Waker;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A working week in Paris: awake from eight to eight, Monday to Friday. */
class WindowPauseTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Duration LONG = Duration.ofDays(3);

  private final Fleet fleet = new Fleet();
  private Terms terms = Terms.pausedBy("week");

  @BeforeEach
  void week() {
    fleet.lifecycle.listen(fleet.idleWatch);
    rules(PauseWindow.Requests.WAKE);
    to("2026-11-20T12:00"); // a Friday
  }

  private void rules(PauseWindow.Requests requests) {
    Window week = Window.awake("week", PARIS, WeekPlan.parse("mon-fri 08:00-20:00"));
    PauseWindow window = new PauseWindow(week, null, requests, Duration.ofMinutes(5), true, 2);
    Rule rule = new Rule("rule 1", Selector.ALL, terms);
    fleet.rules.replace(new Rules(List.of(rule), Map.of("week", window), Terms.idle(LONG)));
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(PARIS).toInstant();
  }

  /** Lets time go on to then, with everything that comes due on the way. */
  private void to(String local) {
    Instant then = at(local);
    while (fleet.clock.instant().isBefore(then)) {
      fleet.clock.advance(Duration.ofSeconds(30));
      round();
    }
    fleet.clock.set(then);
    round();
  }

  private void round() {
    var _ = fleet.idleWatch.runDue(fleet.clock.instant());
    var _ = fleet.morningWatch.runDue(fleet.clock.instant());
  }

  private void use(String local) {
    fleet.gateways.before = new Quiet(0, 0, at(local));
    fleet.gateways.whileHolding = new Quiet(0, 0, at(local));
  }

  private boolean awake(TrackedApp app) {
    return fleet.stateOf(app) instanceof AppState.Awake;
  }

  @Test
  void sleeps_for_the_weekend_and_is_ready_on_monday_morning() {
    TrackedApp app = fleet.awake("blog");

    to("2026-11-20T19:59");
    assertThat(awake(app)).isTrue();
    to("2026-11-20T20:00");
    assertThat(awake(app)).isFalse();
    assertThat(fleet.apps.events().getLast().cause().kind()).isEqualTo(Cause.Kind.WINDOW);
    to("2026-11-23T07:58");
    assertThat(awake(app)).isFalse();
    to("2026-11-23T08:00");
    assertThat(awake(app)).isTrue();
    assertThat(fleet.eventsOf(app)).endsWith(EventType.WAKE_STARTED, EventType.WOKEN);
    to("2026-11-23T19:59");
    assertThat(awake(app)).as("the night's end counts from its hour on").isTrue();
  }

  @Test
  void who_uses_it_at_the_hour_is_not_cut_off() {
    TrackedApp app = fleet.awake("blog");
    use("2026-11-20T19:58");

    to("2026-11-20T20:02");
    assertThat(awake(app)).isTrue();
    to("2026-11-20T20:03");
    assertThat(awake(app)).isFalse();
  }

  @Test
  void what_slept_before_the_window_waits_for_its_first_request() {
    TrackedApp app = fleet.asleep("blog");

    to("2026-11-21T02:00");
    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
    to("2026-11-21T02:06");
    assertThat(awake(app)).as("back to sleep, within the window").isFalse();
    to("2026-11-23T08:30");
    assertThat(awake(app)).isFalse();
  }

  @Test
  void what_ran_before_and_was_woken_within_is_started_all_the_same() {
    TrackedApp app = fleet.awake("blog");

    to("2026-11-21T02:00");
    var _ = fleet.waker.wake(app.id(), Fleet.REQUEST);
    to("2026-11-21T03:00");
    assertThat(awake(app)).isFalse();
    to("2026-11-23T08:00");
    assertThat(awake(app)).isTrue();
  }

  @Test
  void an_app_that_nobody_uses_in_the_morning_waits_for_a_request() {
    TrackedApp app = fleet.awake("blog");
    use("2026-11-20T15:00");

    to("2026-11-23T09:00"); // Monday: started, unused
    to("2026-11-24T09:00"); // Tuesday: started, unused again
    assertThat(awake(app)).isTrue();
    to("2026-11-25T09:00");

    assertThat(awake(app)).as("Wednesday, after two starts for nothing").isFalse();
    assertThat(fleet.eventsOf(app)).contains(EventType.MORNING_SKIPPED);
    var _ = fleet.waker.wake(app.id(), Fleet.REQUEST);
    use("2026-11-25T09:30");
    to("2026-11-26T08:00");
    assertThat(awake(app)).as("Thursday, after it was used").isTrue();
  }

  @Test
  void a_pin_and_a_start_by_hand_at_the_platform_outlast_the_evening() {
    TrackedApp pinned = fleet.awake("pinned");
    var _ = fleet.lifecycle.pin(pinned, at("2026-11-20T22:00"), Fleet.PERSON);
    TrackedApp app = fleet.asleep("blog");

    to("2026-11-20T21:00");
    fleet.provider.run("blog", Fleet.WEB);
    assertThat(fleet.reconciler.discover(fleet.account)).isEqualTo(1);
    to("2026-11-20T21:59");
    assertThat(awake(pinned)).isTrue();
    assertThat(awake(app)).as("kept by the grace").isTrue();
    to("2026-11-20T22:00");
    assertThat(awake(pinned)).isFalse();
    to("2026-11-20T22:01");
    assertThat(awake(app)).isFalse();
  }

  @Test
  void what_came_due_while_nobody_looked_is_done_once_and_late() {
    TrackedApp app = fleet.awake("blog");
    to("2026-11-20T20:00");
    assertThat(awake(app)).isFalse();

    fleet.clock.set(at("2026-11-23T10:17")); // no engine ran over the morning
    fleet.morningWatch.refresh(fleet.clock.instant());
    round();
    round();

    assertThat(awake(app)).isTrue();
    assertThat(fleet.provider.calls().stream().filter("start blog"::equals)).hasSize(1);
  }

  @Test
  void a_clock_that_jumps_over_a_night_does_nothing_twice() {
    TrackedApp app = fleet.awake("blog");
    to("2026-11-20T19:00");

    fleet.clock.set(at("2026-11-23T09:00"));
    round();

    assertThat(awake(app)).as("the night is over, its sleep is not made up for").isTrue();
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void a_group_is_left_alone_as_a_whole_when_one_of_it_is_started_for_the_morning() {
    TrackedApp api = fleet.awake("shop-api", new Group("shop", 1));
    TrackedApp web = fleet.awake("shop-web", new Group("shop", 1));
    to("2026-11-20T20:00");
    assertThat(awake(api) || awake(web)).isFalse();

    to("2026-11-23T08:59");

    for (TrackedApp member : List.of(api, web)) {
      assertThat(((AppState.Awake) fleet.stateOf(member)).handledAt())
          .isEqualTo(at("2026-11-23T08:00"));
    }
  }

  @Test
  void requests_are_refused_or_need_a_click_where_the_window_says_so() {
    TrackedApp app = fleet.awake("blog");
    to("2026-11-20T20:00");
    rules(PauseWindow.Requests.REFUSE);

    WakeOutcome refused = fleet.waker.wake(app.id(), Fleet.REQUEST);
    assertThat(refused)
        .isEqualTo(
            new WakeOutcome.NotNow(
                WakeOutcome.Reason.PAUSED,
                ((WakeOutcome.NotNow) refused).detail(),
                Duration.ofHours(60),
                at("2026-11-23T08:00").atZone(PARIS)));
    assertThat(fleet.waker.refused(app.id(), false)).contains(refused);
    assertThat(fleet.waker.refused(app.id(), true)).contains(refused);

    rules(PauseWindow.Requests.CLICK);
    assertThat(((WakeOutcome.NotNow) fleet.waker.wake(app.id(), Fleet.REQUEST)).reason())
        .isEqualTo(WakeOutcome.Reason.CLICK);
    assertThat(fleet.waker.refused(app.id(), false)).isPresent();
    assertThat(fleet.waker.refused(app.id(), true)).isEmpty();
    Cause click =
        new Cause(Cause.Kind.REQUEST, "a click", Map.of(dev.paastis.wake.Wakes.CLICKED, "yes"));
    assertThat(fleet.waker.wake(app.id(), click)).isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  void a_window_refuses_nobody_where_something_above_it_wants_the_app_awake() {
    TrackedApp pinned = fleet.awake("pinned");
    TrackedApp dry = fleet.awake("dry");
    to("2026-11-20T20:00");
    rules(PauseWindow.Requests.REFUSE);
    var _ = fleet.lifecycle.pin(pinned, Instant.MAX, Fleet.PERSON);

    assertThat(fleet.waker.wake(pinned.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(fleet.waker.wake(dry.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.NotNow.class);
    terms = Terms.pausedBy("week").dryRun(true);
    rules(PauseWindow.Requests.REFUSE);
    assertThat(fleet.waker.wake(dry.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  void a_dry_run_tells_once_and_touches_nothing() {
    terms = Terms.pausedBy("week").dryRun(true);
    rules(PauseWindow.Requests.WAKE);
    TrackedApp app = fleet.awake("blog");

    to("2026-11-22T12:00");

    assertThat(awake(app)).isTrue();
    assertThat(fleet.provider.calls()).isEmpty();
    List<Event> told =
        fleet.apps.events().stream().filter(e -> e.type() == EventType.WOULD_SLEEP).toList();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().details().get("why")).contains("window week");
  }

  @Test
  void a_stop_that_the_platform_refuses_is_tried_again_and_costs_no_other_app_its_night() {
    TrackedApp app = fleet.awake("blog");
    TrackedApp other = fleet.awake("shop");
    fleet.provider.stopAnswer = () -> CallOutcome.refused(Refusal.Kind.QUOTA, "a deployment");

    to("2026-11-20T20:01");
    assertThat(awake(app) && awake(other)).isTrue();
    fleet.provider.stopAnswer = null;
    to("2026-11-20T20:02");

    assertThat(awake(app) || awake(other)).isFalse();
    to("2026-11-23T08:00");
    assertThat(awake(app) && awake(other)).isTrue();
  }

  @Test
  void a_deploy_in_the_middle_of_the_pause_gets_its_grace_and_sleeps_again() {
    TrackedApp app = fleet.awake("blog");
    to("2026-11-21T10:00");
    AppStatus.Running _ = fleet.provider.run("blog", Fleet.WEB);
    assertThat(fleet.reconciler.discover(fleet.account)).isEqualTo(1);

    to("2026-11-21T10:59");
    assertThat(awake(app)).isTrue();
    to("2026-11-21T11:01");
    assertThat(awake(app)).isFalse();
    to("2026-11-23T08:00");
    assertThat(awake(app)).isTrue();
  }

  @Test
  void of_two_engines_at_an_edge_one_acts() throws Exception {
    TrackedApp app = fleet.awake("blog");
    Control control = fleet.control(new EngineId(UUID.randomUUID()));
    MorningWatch mornings =
        new MorningWatch(
            fleet.mornings,
            new MorningWatch.Books(
                fleet.directory, fleet.rules, fleet.history, fleet.apps, fleet.dryRuns),
            new Waker(
                control,
                new WakeGuard(
                    control,
                    fleet.rules,
                    new WakeGuard.Log(fleet.history, fleet.apps),
                    new WakeBudget(1, 1)),
                fleet.history,
                fleet.provider),
            _ -> MorningWatch.Pace.UNLIMITED,
            Runnable::run);
    Sleeper sleeper =
        new Sleeper(
            control, fleet.gateways, fleet.rules, new Sleeper.Listeners(mornings, SleepHooks.NONE));
    IdleWatch idle = new IdleWatch(fleet.directory, sleeper, fleet.dryRuns, Runnable::run);
    fleet.lifecycle.listen(idle);

    fleet.clock.set(at("2026-11-20T20:00"));
    sideBySide(fleet.idleWatch::runDue, idle::runDue);
    fleet.clock.set(at("2026-11-23T08:00"));
    fleet.morningWatch.refresh(fleet.clock.instant());
    mornings.refresh(fleet.clock.instant());
    sideBySide(fleet.morningWatch::runDue, mornings::runDue);

    assertThat(awake(app)).isTrue();
    assertThat(fleet.provider.calls()).containsExactly("stop blog", "start blog");
  }

  private void sideBySide(Function<Instant, Integer> one, Function<Instant, Integer> other)
      throws Exception {
    Instant now = fleet.clock.instant();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> rounds = List.of(() -> one.apply(now), () -> other.apply(now));
      for (Future<Integer> round : threads.invokeAll(rounds)) {
        var _ = round.get();
      }
    }
  }
}

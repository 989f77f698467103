// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.Group;
import dev.paastis.app.Operation;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.fleet.Fleet;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.wake.WakeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SleeperTest {
  private static final Duration PAST_IDLE = Duration.ofMinutes(16);

  private final Fleet fleet = new Fleet();
  private final IdleWatch watch = fleet.idleWatch;

  SleeperTest() {
    fleet.lifecycle.listen(watch);
  }

  @Test
  void idle_app_falls_asleep_and_its_formation_is_remembered() {
    TrackedApp app = fleet.awake("hello");
    Formation scaled = Formation.of("web", 5, "L");
    fleet.provider.run("hello", scaled); // somebody scaled it since the wake

    assertThat(watch.runDue(fleet.clock.advance(PAST_IDLE))).isEqualTo(1);

    assertThat(fleet.stateOf(app)).isEqualTo(new AppState.Asleep(fleet.clock.instant(), scaled));
    assertThat(fleet.eventsOf(app)).containsExactly(EventType.SLEEP_STARTED, EventType.FELL_ASLEEP);
  }

  @Test
  void nothing_is_judged_again_before_its_deadline() {
    var _ = fleet.awake("hello");
    Instant now = fleet.clock.instant();

    assertThat(watch.runDue(now)).isZero();
    assertThat(watch.runDue(now.plus(Duration.ofMinutes(14)))).isZero();
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void recent_activity_at_the_gateway_keeps_awake() {
    TrackedApp app = fleet.awake("hello");
    Instant now = fleet.clock.advance(PAST_IDLE);
    fleet.gateways.before = new Gateways.Quiet(0, 0, now.minusSeconds(5));

    assertThat(watch.runDue(now)).isZero();
    assertThat(fleet.sleeper.nextSleep(app.id()))
        .isEqualTo(now.minusSeconds(5).plus(app.app().settings().idleTimeout()));
  }

  @Test
  void request_in_flight_keeps_awake_however_old() {
    var _ = fleet.awake("hello");
    fleet.gateways.before = new Gateways.Quiet(1, 0, null);

    assertThat(watch.runDue(fleet.clock.advance(PAST_IDLE))).isZero();
  }

  @Test
  void pin_keeps_awake_until_its_end() {
    TrackedApp app = fleet.awake("hello");
    Instant end = fleet.clock.instant().plus(Duration.ofHours(2));
    assertThat(fleet.lifecycle.pin(app, end, Fleet.PERSON)).isPresent();

    assertThat(watch.runDue(fleet.clock.advance(PAST_IDLE))).isZero();
    assertThat(fleet.sleeper.nextSleep(app.id())).isEqualTo(end);
    assertThat(watch.runDue(fleet.clock.advance(Duration.ofHours(2)))).isEqualTo(1);
  }

  @Test
  void request_that_arrives_while_falling_asleep_calls_it_off() {
    TrackedApp app = fleet.awake("hello");
    fleet.gateways.whileHolding = new Gateways.Quiet(0, 1, null);

    assertThat(watch.runDue(fleet.clock.advance(PAST_IDLE))).isEqualTo(1);

    assertThat(fleet.stateOf(app)).isEqualTo(app.state());
    assertThat(fleet.eventsOf(app))
        .containsExactly(EventType.SLEEP_STARTED, EventType.SLEEP_CALLED_OFF);
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void gateway_that_does_not_answer_calls_it_off() {
    TrackedApp app = fleet.awake("hello");
    fleet.gateways.whileHolding = null;

    assertThat(fleet.sleeper.sleep(app.id(), Fleet.PERSON))
        .isEqualTo(new SleepOutcome.CalledOff("not every gateway answered in time"));
    assertThat(fleet.provider.runs("hello")).isTrue();
  }

  @Test
  void refused_stop_leaves_it_awake_and_is_told() {
    TrackedApp app = fleet.awake("hello");
    fleet.provider.stopAnswer = () -> CallOutcome.refused(Refusal.Kind.FORBIDDEN, "read only");

    assertThat(fleet.sleeper.sleep(app.id(), Fleet.PERSON))
        .isEqualTo(new SleepOutcome.Failed("read only"));
    assertThat(fleet.stateOf(app)).isEqualTo(app.state());
    assertThat(fleet.eventsOf(app)).contains(EventType.SLEEP_FAILED);
  }

  @Test
  void sleep_that_failed_is_tried_again_later_and_not_at_once() {
    var _ = fleet.awake("hello");
    fleet.provider.stopAnswer = () -> CallOutcome.refused(Refusal.Kind.FORBIDDEN, "read only");
    Instant now = fleet.clock.advance(PAST_IDLE);

    assertThat(watch.runDue(now)).isEqualTo(1);
    assertThat(watch.runDue(now)).isZero();
    assertThat(watch.runDue(now.plusSeconds(29))).isZero();
    assertThat(watch.runDue(now.plusSeconds(30))).isEqualTo(1);
  }

  @Test
  void list_that_is_older_than_a_wake_is_not_adopted() {
    TrackedApp app = fleet.asleep("hello");
    fleet.provider.beforeTheListArrives = () -> assertThat(wakes(app)).isTrue();

    assertThat(fleet.reconciler.discover(fleet.account)).isZero();

    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Awake.class);
  }

  private boolean wakes(TrackedApp app) {
    return fleet.waker.wake(app.id(), Fleet.REQUEST) instanceof WakeOutcome.Ready;
  }

  @Test
  void group_stays_awake_while_a_member_is_being_woken() {
    Operation other =
        new Operation(
            UUID.randomUUID(), new EngineId(UUID.randomUUID()), fleet.clock.instant(), Fleet.IDLE);
    TrackedApp back = fleet.awake("shop-api", new Group("shop", 1));
    var _ =
        fleet.add(
            "shop",
            new Group("shop", 2),
            new AppState.Waking(fleet.clock.instant(), other, Fleet.WEB));

    assertThat(watch.runDue(fleet.clock.advance(PAST_IDLE))).isZero();
    assertThat(fleet.sleeper.sleep(back.id(), Fleet.PERSON))
        .isInstanceOf(SleepOutcome.CalledOff.class);
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void unknown_stop_that_was_carried_out_is_found_by_asking() {
    TrackedApp app = fleet.awake("hello");
    fleet.provider.stopAnswer =
        () -> {
          fleet.provider.put("hello", new AppStatus.Stopped(Fleet.WEB));
          return CallOutcome.unknown("connection cut");
        };

    assertThat(fleet.sleeper.sleep(app.id(), Fleet.PERSON)).isEqualTo(new SleepOutcome.Asleep());
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Asleep.class);
  }

  @Test
  void group_sleeps_only_when_all_are_idle_front_first() {
    TrackedApp front = fleet.awake("shop", new Group("shop", 2));
    fleet.clock.advance(Duration.ofMinutes(10));
    TrackedApp back = fleet.awake("shop-api", new Group("shop", 1));

    assertThat(watch.runDue(fleet.clock.advance(Duration.ofMinutes(6)))).isZero();
    assertThat(watch.runDue(fleet.clock.advance(Duration.ofMinutes(10)))).isPositive();

    assertThat(fleet.provider.calls()).containsExactly("stop shop", "stop shop-api");
    assertThat(fleet.stateOf(front)).isInstanceOf(AppState.Asleep.class);
    assertThat(fleet.stateOf(back)).isInstanceOf(AppState.Asleep.class);
  }

  @Test
  void store_away_puts_nothing_to_sleep() {
    TrackedApp app = fleet.awake("hello");
    fleet.apps.failNext(1);

    assertThat(fleet.sleeper.sleep(app.id(), Fleet.PERSON)).isInstanceOf(SleepOutcome.NotNow.class);
    assertThat(fleet.provider.runs("hello")).isTrue();
  }

  @Test
  void sleep_of_a_dead_engine_is_taken_up() {
    AppStatus.Running running = fleet.provider.run("hello", Fleet.WEB);
    Operation orphan =
        new Operation(
            UUID.randomUUID(), new EngineId(UUID.randomUUID()), fleet.clock.instant(), Fleet.IDLE);
    TrackedApp app =
        fleet.add(
            "hello",
            null,
            new AppState.FallingAsleep(
                fleet.clock.instant(),
                orphan,
                running.upstream(),
                Fleet.WEB,
                fleet.clock.instant()));

    assertThat(fleet.reconciler.takeUp(Set::of)).isEqualTo(1);

    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Asleep.class);
    assertThat(fleet.provider.runs("hello")).isFalse();
  }

  @Test
  void crash_of_an_awake_app_is_found_and_told() {
    TrackedApp app = fleet.awake("hello");
    fleet.provider.put("hello", new AppStatus.Crashed(137, "out of memory", Fleet.WEB));

    assertThat(fleet.reconciler.check(app)).isTrue();

    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Asleep.class);
    assertThat(fleet.apps.events().getLast().details())
        .containsEntry("exit-code", "137")
        .containsEntry("tail", "out of memory");
  }

  @Test
  void started_by_somebody_else_is_adopted_and_told() {
    TrackedApp app = fleet.asleep("hello");
    AppStatus.Running running = fleet.provider.run("hello", Fleet.WEB);

    assertThat(fleet.reconciler.discover(fleet.account)).isEqualTo(1);

    assertThat(fleet.stateOf(app))
        .isEqualTo(
            new AppState.Awake(
                fleet.clock.instant(), running.upstream(), Fleet.WEB, fleet.clock.instant()));
    assertThat(fleet.apps.events().getLast().cause().kind()).isEqualTo(Cause.Kind.DRIFT);
    assertThat(fleet.reconciler.discover(fleet.account)).isZero();
  }

  @Test
  void list_that_tells_no_formation_changes_none() {
    TrackedApp app = fleet.awake("hello");
    AppState.Awake awake = (AppState.Awake) app.state();
    fleet.provider.put("hello", new AppStatus.Running(awake.upstream(), Formation.EMPTY));

    assertThat(fleet.reconciler.check(app)).isFalse();
    assertThat(fleet.stateOf(app)).isEqualTo(awake);
  }

  @Test
  void upstream_reads_what_it_writes() {
    Upstream upstream = new Upstream("http", "::1", 8080);
    assertThat(Upstream.parse(upstream.toString())).isEqualTo(upstream);
  }
}

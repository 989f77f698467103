// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.app.AppState;
import dev.paastis.app.EventType;
import dev.paastis.app.Group;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.fleet.Fleet;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WallTest {
  private static final Duration PAST_IDLE = Duration.ofDays(30);
  private static final Duration ENOUGH = Duration.ofSeconds(30);

  private final Fleet fleet = new Fleet();
  private final IdleWatch watch = fleet.idleWatch;

  WallTest() {
    fleet.lifecycle.listen(watch);
  }

  @Test
  void production_app_is_never_idle() {
    TrackedApp app = production("shop");
    assertThat(watch.runDue(fleet.clock.advance(PAST_IDLE))).isZero();
    assertThat(fleet.sleeper.sleep(app.id(), Fleet.IDLE)).isInstanceOf(SleepOutcome.Walled.class);
    assertThat(fleet.sleeper.nextSleep(app.id())).isNull();
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void person_is_told_to_lift_the_protection_first() {
    TrackedApp app = production("shop");
    assertThat(fleet.sleeper.sleep(app.id(), Fleet.PERSON))
        .isInstanceOfSatisfying(
            SleepOutcome.Walled.class,
            walled -> assertThat(walled.why()).contains("shop", "serves customers", "lift"));
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Awake.class);
  }

  @Test
  void group_with_a_production_member_stays_awake_as_a_whole() {
    TrackedApp front = fleet.awake("front", new Group("shop", 2));
    TrackedApp back = fleet.awake("back", new Group("shop", 1));
    var _ = fleet.lifecycle.protect(back, "serves customers", Fleet.PERSON);
    assertThat(watch.runDue(fleet.clock.advance(PAST_IDLE))).isZero();
    assertThat(fleet.sleeper.sleep(front.id(), Fleet.PERSON))
        .isInstanceOf(SleepOutcome.Walled.class);
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void stop_is_refused_even_to_who_read_the_row_before_it_was_marked() {
    TrackedApp before = fleet.awake("shop");
    var _ = fleet.lifecycle.protect(before, "serves customers", Fleet.PERSON);
    var stopped = fleet.control.providerOf(before).stop("shop", Call.sleep(ENOUGH, fleet.ticker));
    assertThat(stopped)
        .isInstanceOfSatisfying(
            CallOutcome.Refused.class,
            refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void wake_that_fails_leaves_a_production_app_running() {
    TrackedApp app = fleet.asleep("shop");
    var _ = fleet.lifecycle.protect(app, "serves customers", Fleet.PERSON);
    fleet.provider.crashesAfterStart = true;
    var _ = fleet.waker.wake(app.id(), Fleet.REQUEST);
    assertThat(fleet.provider.calls()).noneMatch(call -> call.startsWith("stop"));
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Unknown.class);
  }

  @Test
  void protection_lifted_with_a_reason_lets_it_sleep_until_it_is_restored() {
    TrackedApp app = production("shop");
    Wall.Lifted lifted = new Wall.Lifted("ada", "moved elsewhere", fleet.clock.instant());
    var _ = fleet.lifecycle.lift(app, lifted, Fleet.PERSON);
    assertThat(fleet.sleeper.sleep(app.id(), Fleet.PERSON)).isInstanceOf(SleepOutcome.Asleep.class);
    assertThat(fleet.eventsOf(app))
        .containsExactly(
            EventType.PROTECTED,
            EventType.PROTECTION_LIFTED,
            EventType.SLEEP_STARTED,
            EventType.FELL_ASLEEP);
    var _ = fleet.lifecycle.lift(app, null, Fleet.PERSON);
    assertThat(fleet.directory.find(app.id()).orElseThrow().app().walled()).isTrue();
  }

  @Test
  void mark_taken_back_lets_it_sleep_and_forgets_what_was_lifted() {
    TrackedApp app = production("shop");
    TrackedApp other = fleet.lifecycle.unmark(app, "a test shop", Fleet.PERSON).orElseThrow();
    assertThat(other.app().wall()).isNull();
    assertThat(fleet.sleeper.sleep(app.id(), Fleet.PERSON)).isInstanceOf(SleepOutcome.Asleep.class);
    assertThat(fleet.eventsOf(app)).startsWith(EventType.PROTECTED, EventType.UNPROTECTED);
  }

  @Test
  void deletion_is_refused_also_where_the_protection_was_lifted() {
    TrackedApp app = production("shop");
    Wall.Lifted lifted = new Wall.Lifted("ada", "moved elsewhere", fleet.clock.instant());
    TrackedApp open = fleet.lifecycle.lift(app, lifted, Fleet.PERSON).orElseThrow();
    Call call = Call.sleep(ENOUGH, fleet.ticker);
    assertThat(fleet.control.providerOf(open).delete("shop", call))
        .isInstanceOfSatisfying(
            CallOutcome.Refused.class,
            refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
    assertThat(fleet.control.providerOf(fleet.account).delete("shop", call))
        .isInstanceOf(CallOutcome.Refused.class);
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void protection_is_not_lifted_without_a_reason() {
    assertThatThrownBy(() -> new Wall.Lifted("ada", " ", fleet.clock.instant()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reason");
  }

  private TrackedApp production(String name) {
    TrackedApp app = fleet.awake(name);
    return fleet.lifecycle.protect(app, "serves customers", Fleet.PERSON).orElseThrow();
  }
}

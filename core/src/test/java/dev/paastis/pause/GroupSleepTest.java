// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.AppState;
import dev.paastis.app.EventType;
import dev.paastis.app.Group;
import dev.paastis.app.TrackedApp;
import dev.paastis.fleet.Fleet;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.wake.WakeOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupSleepTest {
  private static final Duration PAST_IDLE = Duration.ofMinutes(16);

  private final Fleet fleet = new Fleet();
  private TrackedApp front;
  private TrackedApp api;
  private TrackedApp queue;
  private TrackedApp back;

  @BeforeEach
  void group() {
    fleet.lifecycle.listen(fleet.idleWatch);
    front = fleet.awake("shop", new Group("shop", 4));
    api = fleet.awake("shop-api", new Group("shop", 3));
    queue = fleet.awake("shop-queue", new Group("shop", 2));
    back = fleet.awake("shop-db", new Group("shop", 1));
    refuse("shop-queue");
    refuse("shop-db");
  }

  private void refuse(String ref) {
    fleet.provider.stopAnswers.put(
        ref, () -> CallOutcome.refused(Refusal.Kind.FORBIDDEN, "read only"));
  }

  private boolean awake(TrackedApp app) {
    return fleet.stateOf(app) instanceof AppState.Awake;
  }

  @Test
  void platform_that_refuses_half_of_the_group_leaves_who_is_needed_by_nobody_asleep() {
    assertThat(fleet.idleWatch.runDue(fleet.clock.advance(PAST_IDLE))).isPositive();

    assertThat(List.of(front, api)).noneMatch(this::awake);
    assertThat(List.of(queue, back)).allMatch(this::awake);
    assertThat(fleet.eventsOf(queue)).contains(EventType.SLEEP_FAILED);
    assertThat(fleet.eventsOf(back)).as("it is needed still").isEmpty();
    assertThat(fleet.provider.calls()).doesNotContain("stop shop-db");
  }

  @Test
  void rest_of_the_group_is_tried_again() {
    var _ = fleet.idleWatch.runDue(fleet.clock.advance(PAST_IDLE));
    fleet.provider.stopAnswers.clear();

    assertThat(fleet.idleWatch.runDue(fleet.clock.advance(Duration.ofSeconds(30)))).isPositive();

    assertThat(List.of(front, api, queue, back)).noneMatch(this::awake);
    assertThat(fleet.provider.calls()).endsWith("stop shop-queue", "stop shop-db");
  }

  @Test
  void what_was_stopped_and_is_needed_is_woken_again_by_the_next_request() {
    var _ = fleet.idleWatch.runDue(fleet.clock.advance(PAST_IDLE));

    assertThat(fleet.waker.wake(front.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);

    assertThat(List.of(front, api, queue, back)).allMatch(this::awake);
    assertThat(fleet.provider.calls()).endsWith("start shop-api", "start shop");
  }

  @Test
  void person_is_told_of_the_member_that_refused() {
    assertThat(fleet.sleeper.sleep(back.id(), Fleet.PERSON))
        .isInstanceOfSatisfying(
            SleepOutcome.Failed.class,
            failed -> assertThat(failed.why()).contains("shop-queue", "read only"));
  }
}

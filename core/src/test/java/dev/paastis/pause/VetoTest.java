// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Group;
import dev.paastis.app.TrackedApp;
import dev.paastis.fleet.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VetoTest {
  private static final Duration PAST_IDLE = Duration.ofMinutes(16);

  private final Fleet fleet = new Fleet();
  private final List<List<String>> asked = new ArrayList<>();
  private SleepHooks.@Nullable Veto answer = new SleepHooks.Veto("jobs", "busy", Duration.ZERO);
  private final Sleeper sleeper =
      new Sleeper(
          fleet.control,
          fleet.gateways,
          fleet.rules,
          new Sleeper.Listeners(Pausing.UNHEARD, this::ask));
  private final IdleWatch watch =
      new IdleWatch(fleet.directory, sleeper, fleet.dryRuns, Runnable::run);

  VetoTest() {
    fleet.lifecycle.listen(watch);
  }

  private Optional<SleepHooks.Veto> ask(List<TrackedApp> members, Cause cause) {
    asked.add(members.stream().map(member -> member.app().name()).toList());
    return Optional.ofNullable(answer);
  }

  @Test
  void vetoed_sleep_is_not_begun_and_asked_about_again_after_the_idle_timeout() {
    TrackedApp app = fleet.awake("shop");

    assertThat(watch.runDue(fleet.clock.advance(PAST_IDLE))).isOne();
    assertThat(fleet.provider.calls()).isEmpty();
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Awake.class);
    Instant again = fleet.clock.instant().plus(app.app().settings().idleTimeout());
    assertThat(sleeper.nextSleep(app.id())).isEqualTo(again);

    assertThat(watch.runDue(fleet.clock.advance(Duration.ofMinutes(1)))).isZero();
    assertThat(asked).hasSize(1);

    answer = null;
    assertThat(watch.runDue(fleet.clock.advance(PAST_IDLE))).isOne();
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Asleep.class);
    assertThat(asked).hasSize(2);
  }

  @Test
  void time_that_the_hook_gives_goes_before_the_idle_timeout() {
    TrackedApp app = fleet.awake("shop");
    answer = new SleepHooks.Veto("jobs", "busy", Duration.ofHours(3));

    assertThat(watch.runDue(fleet.clock.advance(PAST_IDLE))).isOne();
    assertThat(sleeper.nextSleep(app.id()))
        .isEqualTo(fleet.clock.instant().plus(Duration.ofHours(3)));
  }

  @Test
  void pin_that_is_set_while_the_hook_thinks_counts() {
    TrackedApp app = fleet.awake("shop");
    SleepHooks slow =
        (members, _) -> {
          var _ = fleet.lifecycle.pin(app, Instant.MAX, Fleet.PERSON);
          return Optional.empty();
        };
    Sleeper patient =
        new Sleeper(
            fleet.control,
            fleet.gateways,
            fleet.rules,
            new Sleeper.Listeners(Pausing.UNHEARD, slow));
    fleet.clock.advance(PAST_IDLE);

    assertThat(patient.sleep(app.id(), Fleet.IDLE)).isInstanceOf(SleepOutcome.CalledOff.class);
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void person_is_told_and_may_ask_again_at_once() {
    TrackedApp app = fleet.awake("shop");

    assertThat(sleeper.sleep(app.id(), Fleet.PERSON))
        .isEqualTo(new SleepOutcome.CalledOff("the hook 'jobs' is against it: busy"));
    answer = null;
    assertThat(sleeper.sleep(app.id(), Fleet.PERSON)).isEqualTo(new SleepOutcome.Asleep());
  }

  @Test
  void group_is_asked_about_once_and_only_members_that_are_awake() {
    TrackedApp web = fleet.awake("web", new Group("shop", 1));
    var _ = fleet.awake("api", new Group("shop", 0));
    var _ = fleet.asleep("old", new Group("shop", 2));

    var _ = sleeper.sleep(web.id(), Fleet.PERSON);

    assertThat(asked).containsExactly(List.of("web", "api"));
  }

  @Test
  void app_that_sleeps_already_is_not_asked_about() {
    TrackedApp app = fleet.asleep("shop");

    assertThat(sleeper.sleep(app.id(), Fleet.PERSON)).isEqualTo(new SleepOutcome.Asleep());
    assertThat(asked).isEmpty();
  }
}

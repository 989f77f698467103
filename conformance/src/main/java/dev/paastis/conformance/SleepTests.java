// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Refusal;
import org.junit.jupiter.api.Test;

/** What a status and a stop must mean. */
interface SleepTests extends Suite {
  @Test
  default void runningApp_isToldWithItsAddress() {
    String ref = platform().awake();

    AppStatus.Running running = Expect.running(Expect.done(ask(ref)));

    assertThat(running.upstream().host()).isNotBlank();
    assertThat(platform().answers(ref)).isTrue();
  }

  @Test
  default void stoppedApp_isToldStopped() {
    sleeps(platform().asleep());
  }

  @Test
  default void appThatNeverWas_isGone() {
    assertThat(Expect.done(ask(nobody()))).isEqualTo(new AppStatus.Gone());
    String _ = Expect.refused(stop(nobody()), Refusal.Kind.NOT_FOUND);
    String _ = Expect.refused(start(nobody(), Formation.EMPTY), Refusal.Kind.NOT_FOUND);
  }

  private String nobody() {
    return platform().awake() + "x";
  }

  @Test
  default void deletedApp_isGone() {
    needs(Feature.DELETION);
    String ref = platform().awake();
    assertThat(settled(ref)).isInstanceOf(AppStatus.Running.class);

    platform().delete(ref);

    assertThat(settled(ref)).isEqualTo(new AppStatus.Gone());
    String _ = Expect.refused(stop(ref), Refusal.Kind.NOT_FOUND);
  }

  @Test
  default void stop_leavesNothingRunningOnceItIsDone() {
    String ref = platform().awake();
    Formation before = Expect.running(settled(ref)).formation();

    AppStatus.Stopped stopped = Expect.done(stop(ref));

    assertThat(platform().answers(ref)).isFalse();
    assertThat(Expect.done(ask(ref))).isInstanceOf(AppStatus.Stopped.class);
    assertThat(stopped.formation().processes())
        .as("process types that ran")
        .isEqualTo(before.processes());
  }

  @Test
  default void stopOfStoppedApp_isDone() {
    var _ = Expect.done(stop(platform().asleep()));

    var _ = putToSleep(platform().awake());
    var _ = Expect.done(stop(platform().awake()));
    sleeps(platform().awake());
  }

  @Test
  default void stoppedBySomebodyElse_isStopped() {
    needs(Feature.STOP_BY_HAND);
    String ref = platform().awake();

    platform().stopByHand(ref);

    var _ = Expect.done(stop(ref));
    sleeps(ref);
  }
}

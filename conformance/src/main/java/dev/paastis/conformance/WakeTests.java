// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a start must restore. */
interface WakeTests extends Suite {
  @Test
  default void start_restoresExactlyWhatWasRemembered() {
    String ref = platform().awake();
    AppStatus.Running before = Expect.running(settled(ref));
    Formation remembered = putToSleep(ref);
    assertThat(platform().answers(ref)).isFalse();

    AppStatus.Running running = Expect.done(start(ref, remembered));

    assertThat(running.formation()).isEqualTo(remembered);
    assertThat(running.upstream().ownHost()).isEqualTo(before.upstream().ownHost());
    runs(ref, remembered);
  }

  @Test
  default void appThatNobodyRemembers_startsAsThePlatformHasIt() {
    String ref = platform().asleep();

    var _ = Expect.done(start(ref, Formation.EMPTY));

    assertThat(settled(ref)).isInstanceOf(AppStatus.Running.class);
    eventually(ref + " answers", () -> platform().answers(ref));
  }

  @Test
  default void startTwice_actsOnce() {
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    long before = platform().starts();

    var _ = Expect.done(start(ref, remembered));
    var _ = Expect.done(start(ref, remembered));
    runs(ref, remembered);
    var _ = Expect.done(start(ref, remembered));

    assertThat(platform().starts() - before).as("starts that had an effect").isEqualTo(1);
    runs(ref, remembered);
  }

  @Test
  default void twoStartsAtOnce_actOnce() throws Exception {
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    long before = platform().starts();

    for (var outcome : together(2, () -> start(ref, remembered))) {
      if (!(outcome instanceof CallOutcome.Unknown)) {
        var _ = Expect.done(outcome);
      }
    }

    runs(ref, remembered);
    assertThat(platform().starts() - before).as("starts that had an effect").isEqualTo(1);
  }

  /** What a start at once with another may be told: what it was, or that nobody knows. */
  private static <T> List<T> together(int times, Callable<T> task) throws Exception {
    List<T> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        tasks.add(task);
      }
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
    }
    return results;
  }

  @Test
  default void twentyQuestionsAtOnce_getTheSameAnswer() throws Exception {
    AppStatus status = settled(platform().awake());

    assertThat(together(20, () -> Expect.done(ask(platform().awake())))).containsOnly(status);
  }

  @Test
  default void formationChangedWhileAsleep_givesWayToWhatIsRemembered() {
    needs(Feature.FORMATION);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);

    platform().changeFormation(ref);
    var _ = Expect.done(start(ref, remembered));

    runs(ref, remembered);
  }

  @Test
  default void startedBySomebodyElse_isJoined() {
    needs(Feature.START_BY_HAND);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);

    platform().startByHand(ref);
    var _ = Expect.done(start(ref, remembered));

    runs(ref, remembered);
  }

  @Test
  default void deletedWhileAsleep_isNotFound() {
    needs(Feature.DELETION);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);

    platform().delete(ref);

    String _ = Expect.refused(start(ref, remembered), Refusal.Kind.NOT_FOUND);
    assertThat(settled(ref)).isEqualTo(new AppStatus.Gone());
  }
}

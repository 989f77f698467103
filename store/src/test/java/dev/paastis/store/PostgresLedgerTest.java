// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static dev.paastis.store.SharedStore.UPSTREAM;
import static dev.paastis.store.SharedStore.WEB;
import static dev.paastis.store.SharedStore.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.AppState;
import dev.paastis.app.AppState.Asleep;
import dev.paastis.app.AppState.Awake;
import dev.paastis.app.AppState.FallingAsleep;
import dev.paastis.app.AppState.Unknown;
import dev.paastis.app.AppState.Waking;
import dev.paastis.app.TrackedApp;
import dev.paastis.savings.LedgerInterval;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresLedgerTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void any_sequence_of_transitions_leaves_no_gap_and_no_overlap(long seed) {
    Random random = new Random(seed);
    TrackedApp app = SharedStore.declared();
    Instant at = T0;
    for (int step = 0; step < 40; step++) {
      // Clocks of different engines step back now and then.
      at = at.plusMillis(random.nextInt(-2_000, 10_000));
      app = SharedStore.move(app, next(app.state(), at, random), at);
      if (random.nextInt(10) == 0) {
        app = removedAndDeclaredAgain(app, at);
      }
    }

    List<LedgerInterval> intervals = intervals(app, T0, T0.plusSeconds(3600));
    assertThat(intervals).hasSizeGreaterThan(10);
    for (int i = 1; i < intervals.size(); i++) {
      assertThat(intervals.get(i).from()).isEqualTo(intervals.get(i - 1).to());
    }
    assertThat(intervals.getFirst().from()).isEqualTo(T0);
    assertThat(intervals.getLast().to()).isNull();
    assertThat(intervals.getLast().state()).isEqualTo(app.state().name());
    assertThat(intervals.getLast().formation()).isEqualTo(app.state().formation());
  }

  @Test
  void an_interval_is_found_by_each_stretch_that_touches_it() {
    TrackedApp awake = SharedStore.awake();
    SharedStore.move(
        awake, ((Awake) awake.state()).observedAsleep(T0.plusSeconds(60)), T0.plusSeconds(60));

    assertThat(intervals(awake, T0.plusSeconds(10), T0.plusSeconds(20)))
        .singleElement()
        .satisfies(interval -> {
          assertThat(interval.from()).isEqualTo(T0);
          assertThat(interval.to()).isEqualTo(T0.plusSeconds(60));
          assertThat(interval.formation()).isEqualTo(WEB);
        });
    assertThat(intervals(awake, T0.plusSeconds(60), T0.plusSeconds(61)))
        .singleElement()
        .extracting(LedgerInterval::to)
        .isNull();
    assertThat(
            SharedStore.store()
                .ledger()
                .intervals(awake.app().space(), T0.plusSeconds(10), T0.plusSeconds(90)))
        .hasSize(2);
  }

  private static TrackedApp removedAndDeclaredAgain(TrackedApp app, Instant at) {
    var apps = SharedStore.store().apps();
    apps.declare(app.app().account(), List.of(), at);
    return apps.declare(app.app().account(), List.of(app.app()), at).getFirst();
  }

  private static List<LedgerInterval> intervals(TrackedApp app, Instant from, Instant to) {
    return SharedStore.store().ledger().intervals(app.id(), from, to);
  }

  private static AppState next(AppState state, Instant at, Random random) {
    boolean well = random.nextBoolean();
    return switch (state) {
      case Awake awake ->
          well ? awake.toFallingAsleep(at, operation(at)) : awake.observedAsleep(at);
      case FallingAsleep falling -> well ? falling.toAsleep(at) : falling.backToAwake();
      case Asleep asleep -> asleep.toWaking(at, operation(at));
      case Waking waking -> well ? waking.toAwake(at, UPSTREAM, WEB) : waking.toUnknown(at, "?");
      case Unknown unknown ->
          well ? unknown.observedAwake(at, UPSTREAM, WEB) : unknown.observedAsleep(at);
    };
  }
}

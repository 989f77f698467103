// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.CAUSE;
import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.WakeBudget;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeHistory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PostgresWakesTest {
  private final WakeHistory wakes = SharedStore.store().wakes();

  @Test
  void without_wakes_there_is_no_estimate() {
    assertThat(wakes.estimate(SharedStore.declared().id())).isEmpty();
  }

  @Test
  void the_estimate_rests_on_the_last_fifty_wakes() {
    TrackedApp app = SharedStore.declared();
    for (int i = 0; i < 10; i++) {
      wakes.woken(app.id(), T0.plusSeconds(i), Duration.ofHours(1), CAUSE);
    }
    for (int i = 1; i <= 50; i++) {
      wakes.woken(app.id(), T0.plusSeconds(100 + i), Duration.ofMillis(100L * i), CAUSE);
    }

    assertThat(wakes.estimate(app.id()))
        .contains(new WakeEstimate(Duration.ofMillis(2550), Duration.ofMillis(4755), 50));
  }

  @Test
  void the_budget_counts_wakes_that_requests_began_however_they_ended() {
    TrackedApp app = SharedStore.declared();
    append(app, T0.minusSeconds(1), EventType.WAKE_STARTED, Cause.Kind.REQUEST);
    append(app, T0, EventType.WAKE_STARTED, Cause.Kind.REQUEST);
    append(app, T0.plusSeconds(1), EventType.WAKE_FAILED, Cause.Kind.REQUEST);
    append(app, T0.plusSeconds(2), EventType.WAKE_STARTED, Cause.Kind.PERSON);
    append(app, T0.plusSeconds(3), EventType.WAKE_STARTED, Cause.Kind.REQUEST);

    Instant hourLater = T0.plus(WakeBudget.HOUR);
    assertThat(wakes.countByRequests(app.app(), hourLater))
        .isEqualTo(new WakeBudget.Counts(2, 3, 2, 3));
  }

  private static void append(TrackedApp app, Instant at, EventType type, Cause.Kind kind) {
    SharedStore.store()
        .events()
        .append(Event.about(app.app(), at, type, Cause.of(kind, "because")));
  }
}

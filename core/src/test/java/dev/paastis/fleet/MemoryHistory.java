// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.fleet;

import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.policy.WakeBudget;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers wakes; counts what a test sets. */
public final class MemoryHistory implements WakeHistory {
  public final List<AppId> woken = new CopyOnWriteArrayList<>();
  public volatile int counted;

  @Override
  public void woken(AppId app, Instant startedAt, Duration took, Cause cause) {
    woken.add(app);
  }

  @Override
  public Optional<WakeEstimate> estimate(AppId app) {
    return Optional.empty();
  }

  @Override
  public WakeBudget.Counts countByRequests(App app, Instant now) {
    return new WakeBudget.Counts(counted, counted, counted, counted);
  }
}

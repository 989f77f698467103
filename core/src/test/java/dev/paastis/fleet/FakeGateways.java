// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.fleet;

import dev.paastis.app.AppId;
import dev.paastis.pause.Gateways;
import dev.paastis.schedule.Deadline;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gateways that say what a test tells them to. */
public final class FakeGateways implements Gateways {
  private static final Quiet NOTHING = new Quiet(0, 0, null);

  public volatile Quiet before = NOTHING;
  public volatile @Nullable Quiet whileHolding = NOTHING;

  @Override
  public @Nullable Quiet holdNewRequests(AppId app, Deadline deadline) {
    return whileHolding;
  }

  @Override
  public Quiet activity(AppId app) {
    return before;
  }

  @Override
  public Map<AppId, Instant> drainActivity() {
    return Map.of();
  }
}

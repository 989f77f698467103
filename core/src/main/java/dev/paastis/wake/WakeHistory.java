// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.policy.WakeBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The wakes there were. Safe for use by many threads; may block. */
public interface WakeHistory {
  /** Keeps a wake that ended well. */
  void woken(AppId app, Instant startedAt, Duration took, Cause cause);

  /** The estimate from the app's last wakes, at most fifty; empty when there was none. */
  Optional<WakeEstimate> estimate(AppId app);

  /** The wakes by requests that count for the app's and its space's budget at that time. */
  WakeBudget.Counts countByRequests(App app, Instant now);
}

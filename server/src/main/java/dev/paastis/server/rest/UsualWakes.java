// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.app.AppId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers wake estimates, so that a list of apps is not a list of queries, and so that they are
 * still shown while the store is away. Safe for use by many threads.
 */
final class UsualWakes {
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final WakeHistory history;
  private final InstantSource clock;
  private final Map<AppId, Seen> seen = new ConcurrentHashMap<>();

  /** A store that is away is not asked again for each app of a list. */
  private volatile Instant askAgainAt = Instant.MIN;

  UsualWakes(WakeHistory history, InstantSource clock) {
    this.history = history;
    this.clock = clock;
  }

  @Nullable WakeEstimate of(TrackedApp app) {
    Instant now = clock.instant();
    @Nullable Seen last = seen.get(app.id());
    if (last != null && last.version() == app.version() && now.isBefore(last.at().plus(FRESH))) {
      return last.estimate();
    }
    if (now.isBefore(askAgainAt)) {
      return last == null ? null : last.estimate();
    }
    try {
      Optional<WakeEstimate> read = history.estimate(app.id());
      seen.put(app.id(), new Seen(app.version(), now, read.orElse(null)));
      return read.orElse(null);
    } catch (StoreUnavailableException _) {
      askAgainAt = clock.instant().plus(FRESH);
      return last == null ? null : last.estimate();
    }
  }

  private record Seen(long version, Instant at, @Nullable WakeEstimate estimate) {}
}

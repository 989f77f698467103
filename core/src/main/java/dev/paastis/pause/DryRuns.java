// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.TrackedApp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a dry run would have done, once for each time that the app would have been put to
 * sleep. Safe for use by many threads.
 */
public final class DryRuns {
  private final EventLog events;
  private final InstantSource clock;
  private final Map<AppId, Told> told = new ConcurrentHashMap<>();

  /** Tells in that log. */
  public DryRuns(EventLog events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  /** What was told last, and of which stretch of time awake without activity. */
  private record Told(long version, @Nullable Instant lastActivity, String why) {}

  /** The app would fall asleep now. */
  void wouldSleep(TrackedApp app, String why) {
    Told now = new Told(app.version(), app.lastActivity(), why);
    if (!now.equals(told.put(app.id(), now))) {
      tell(app, EventType.WOULD_SLEEP, Cause.of(Cause.Kind.IDLE, why), why);
    }
  }

  /** The app would be started now. */
  void wouldWake(TrackedApp app, String why) {
    tell(app, EventType.WOULD_WAKE, Cause.of(Cause.Kind.WINDOW, why), why);
  }

  private void tell(TrackedApp app, EventType type, Cause cause, String why) {
    Event event = Event.about(app.app(), clock.instant(), type, cause).with(Map.of("why", why));
    var _ = events.append(event);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.Control;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps wakes by requests within their budget. Safe for use by many threads. */
public final class WakeGuard {
  /** A flood is told once in this time, not once for each request. */
  private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

  private final Control control;
  private final WakeHistory history;
  private final EventLog events;
  private final WakeBudget budget;
  private final Map<AppId, Instant> lastTold = new ConcurrentHashMap<>();

  /** Guards by that budget. */
  public WakeGuard(Control control, WakeHistory history, EventLog events, WakeBudget budget) {
    this.control = control;
    this.history = history;
    this.events = events;
    this.budget = budget;
  }

  /** The refusal of this wake, or empty when it may go ahead. */
  Optional<WakeOutcome> refuses(TrackedApp app, Cause cause) {
    if (cause.kind() != Cause.Kind.REQUEST || !(app.state() instanceof AppState.Asleep)) {
      return Optional.empty();
    }
    Instant now = control.lifecycle().now();
    Instant since = now.minus(WakeBudget.WINDOW);
    Optional<WakeBudget.Exhausted> exhausted =
        budget.exhausted(
            history.countByRequests(app.id(), since),
            app.app().settings().wakesPerHour(),
            history.countByRequests(app.app().space(), since));
    exhausted.ifPresent(e -> tell(app, cause, now, e));
    return exhausted.map(WakeGuard::notNow);
  }

  private static WakeOutcome notNow(WakeBudget.Exhausted exhausted) {
    return new WakeOutcome.NotNow(
        WakeOutcome.Reason.BUDGET, exhausted.why(), exhausted.retryAfter());
  }

  private void tell(TrackedApp app, Cause cause, Instant now, WakeBudget.Exhausted exhausted) {
    Instant told = lastTold.get(app.id());
    if (told == null || Duration.between(told, now).compareTo(TOLD_EVERY) >= 0) {
      lastTold.put(app.id(), now);
      var _ =
          events.append(
              Event.about(app.app(), now, EventType.WAKE_REFUSED, cause)
                  .with(Map.of("reason", exhausted.why())));
    }
  }
}

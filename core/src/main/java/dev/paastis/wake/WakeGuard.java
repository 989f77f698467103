// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.Policy;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.Control;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps wakes by requests within their budget, and out of windows that refuse them. Safe for use by
 * many threads.
 */
public final class WakeGuard {
  /** A flood is told once in this time, not once for each request. */
  private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

  /** Told of a pause without an end: trying once a day finds out that it was lifted. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private final Control control;
  private final PolicyBook rules;
  private final WakeHistory history;
  private final EventLog events;
  private final WakeBudget budget;
  private final Map<AppId, Instant> lastTold = new ConcurrentHashMap<>();

  /** Guards by that budget. */
  public WakeGuard(Control control, PolicyBook rules, Log log, WakeBudget budget) {
    this.control = control;
    this.rules = rules;
    this.history = log.history();
    this.events = log.events();
    this.budget = budget;
  }

  /** Where wakes are counted and refusals told. */
  public record Log(WakeHistory history, EventLog events) {}

  /** The refusal of this wake, or empty when it may go ahead. */
  Optional<WakeOutcome> refuses(TrackedApp app, Cause cause) {
    if (cause.kind() != Cause.Kind.REQUEST || !(app.state() instanceof AppState.Asleep)) {
      return Optional.empty();
    }
    Instant now = control.lifecycle().now();
    Policy policy = rules.of(app.app());
    Optional<WakeOutcome> paused = paused(policy, cause, now);
    return paused.isPresent() ? paused : exhausted(app, cause, policy, now);
  }

  private static Optional<WakeOutcome> paused(Policy policy, Cause cause, Instant now) {
    Optional<Policy.Held> held = policy.pauseAt(now);
    PauseWindow.Requests requests = policy.requestsAt(now);
    boolean clicked = cause.details().containsKey(Wakes.CLICKED);
    if (held.isEmpty() || requests == PauseWindow.Requests.WAKE) {
      return Optional.empty();
    }
    WakeOutcome.Reason reason =
        requests == PauseWindow.Requests.CLICK
            ? WakeOutcome.Reason.CLICK
            : WakeOutcome.Reason.PAUSED;
    return reason == WakeOutcome.Reason.CLICK && clicked
        ? Optional.empty()
        : Optional.of(new WakeOutcome.NotNow(reason, why(held.get()), left(held.get(), now)));
  }

  private static String why(Policy.Held held) {
    return "paused by window " + held.pause().window() + ": " + held.pause().why();
  }

  private static Duration left(Policy.Held held, Instant now) {
    Instant until = held.pause().until();
    return until.equals(Instant.MAX) ? LONGEST_PAUSE : Duration.between(now, until);
  }

  private Optional<WakeOutcome> exhausted(TrackedApp app, Cause cause, Policy policy, Instant now) {
    Optional<WakeBudget.Exhausted> exhausted =
        budget.exhausted(
            history.countByRequests(app.app(), now),
            policy.wakesPerHour().value(),
            policy.wakesPerDay().value());
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

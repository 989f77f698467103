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
import dev.paastis.policy.Precedence;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.Control;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
    if (cause.kind() != Cause.Kind.REQUEST) {
      return Optional.empty();
    }
    Optional<WakeOutcome> paused = paused(app, cause.details().containsKey(Wakes.CLICKED));
    if (paused.isPresent() || !(app.state() instanceof AppState.Asleep)) {
      return paused;
    }
    return exhausted(app, cause, rules.of(app.app()), control.lifecycle().now());
  }

  /** The refusal by a window of a wake by a request. Never blocks. */
  Optional<WakeOutcome> paused(TrackedApp app, boolean clicked) {
    if (!isDown(app.state())) {
      return Optional.empty();
    }
    Instant now = control.lifecycle().now();
    Policy policy = rules.of(app.app());
    PauseWindow.Requests requests = Precedence.onRequest(app, policy, now);
    return policy
        .pauseAt(now)
        .flatMap(held ->
            switch (requests) {
              case WAKE -> Optional.empty();
              case CLICK ->
                  clicked
                      ? Optional.empty()
                      : Optional.of(pausedBy(held, policy, WakeOutcome.Reason.CLICK, now));
              case REFUSE -> Optional.of(pausedBy(held, policy, WakeOutcome.Reason.PAUSED, now));
            });
  }

  /** Whether it takes a start to have it answer; one that falls asleep would need it at once. */
  private static boolean isDown(AppState state) {
    return switch (state) {
      case AppState.Asleep _, AppState.FallingAsleep _ -> true;
      case AppState.Awake _, AppState.Waking _, AppState.Unknown _ -> false;
    };
  }

  private static WakeOutcome pausedBy(
      Policy.Held held, Policy policy, WakeOutcome.Reason reason, Instant now) {
    Instant until = held.pause().until();
    boolean open = until.equals(Instant.MAX);
    return new WakeOutcome.NotNow(
        reason,
        why(held),
        open ? LONGEST_PAUSE : Duration.between(now, until),
        open ? null : until.atZone(zone(policy, now)));
  }

  /** The zone in which people wrote the window; of several that hold, the first one's. */
  private static ZoneId zone(Policy policy, Instant now) {
    return policy.holding(now).findFirst().map(by -> by.window().zone()).orElse(ZoneOffset.UTC);
  }

  private static String why(Policy.Held held) {
    return "paused by window " + held.pause().window() + ": " + held.pause().why();
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

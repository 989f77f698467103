// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import dev.paastis.policy.Policy.Held;
import dev.paastis.policy.Reason.Effect;
import dev.paastis.policy.Reason.Rank;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the rules will have of an app, stretch by stretch, whoever uses it or not. Pure. */
public final class Forecast {
  /** More changes than any plan of weeks has in a year: a bound, should a calendar be broken. */
  private static final int MOST_STRETCHES = 5_000;

  private Forecast() {}

  /**
   * A stretch of time in which the same holds.
   *
   * @param from included
   * @param until excluded
   * @param kind what holds
   * @param why for people
   * @param by who said so, {@code null} where it is a fact
   */
  public record Stretch(Instant from, Instant until, Kind kind, String why, @Nullable String by) {}

  /** What holds in a stretch. */
  public enum Kind {
    /** Nothing puts it to sleep. */
    KEPT_AWAKE,
    /** It sleeps when idle, and the next request wakes it. */
    ON_DEMAND,
    /** A window has it asleep. */
    PAUSED;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in API and output, for example {@code on-demand}. */
    public String wire() {
      return wire;
    }
  }

  /** The stretches between two times, without gaps. */
  public static List<Stretch> of(Facts facts, Policy policy, Instant from, Instant until) {
    List<Stretch> stretches = new ArrayList<>();
    Instant at = from;
    while (at.isBefore(until) && stretches.size() < MOST_STRETCHES) {
      Stretch next = stretch(facts, policy, at, until);
      stretches.add(next);
      at = next.until();
    }
    return List.copyOf(stretches);
  }

  private static Stretch stretch(Facts facts, Policy policy, Instant at, Instant end) {
    Reason first =
        Precedence.decide(facts, policy, at).reasons().stream()
            .filter(reason -> reason.effect() == Effect.AWAKE && lasts(reason.rank()))
            .findFirst()
            .orElse(null);
    if (first != null) {
      Instant until = first.until() == null ? end : earlier(first.until(), end);
      return new Stretch(at, until, Kind.KEPT_AWAKE, first.text(), first.by());
    }
    Optional<Held> held = policy.pauseAt(at);
    if (held.isPresent()) {
      String why =
          "window %s: %s; %s"
              .formatted(
                  held.get().pause().window(),
                  held.get().pause().why(),
                  onRequest(policy.requestsAt(at)));
      Instant until = earlier(held.get().pause().until(), end);
      return new Stretch(at, until, Kind.PAUSED, why, policy.windows().by());
    }
    return new Stretch(
        at,
        earlier(policy.nextChange(at), end),
        Kind.ON_DEMAND,
        "asleep after %s without activity, woken by the next request"
            .formatted(Precedence.inWords(policy.idleTimeout().value())),
        policy.idleTimeout().by());
  }

  /** What becomes of a request within a pause, in words. */
  public static String onRequest(PauseWindow.Requests requests) {
    return switch (requests) {
      case WAKE -> "a request wakes it";
      case CLICK -> "a click wakes it";
      case REFUSE -> "requests are refused";
    };
  }

  /** Requests under way now say nothing of next week. */
  private static boolean lasts(Rank rank) {
    return switch (rank) {
      case IGNORED, PRODUCTION, NEVER_SLEEP, PIN, GRACE, MINIMUM_AWAKE -> true;
      case IN_USE, VETO, WINDOW, IDLE -> false;
    };
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}

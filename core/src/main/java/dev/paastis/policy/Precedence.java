// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import dev.paastis.app.TrackedApp;
import dev.paastis.policy.Policy.Held;
import dev.paastis.policy.Reason.Effect;
import dev.paastis.policy.Reason.Rank;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who decides when several have a word on an app. Pure: no clock, no state.
 *
 * <table>
 *   <caption>The first row that wants something decides</caption>
 *   <tr><th>Row</th><th>Wants</th></tr>
 *   <tr><td>ignored by a rule</td><td>awake: it is left alone</td></tr>
 *   <tr><td>production</td><td>awake</td></tr>
 *   <tr><td>never sleeps, by a rule</td><td>awake</td></tr>
 *   <tr><td>pin</td><td>awake until its end</td></tr>
 *   <tr><td>in use: requests under way, a member being woken</td><td>awake</td></tr>
 *   <tr><td>grace after a deploy, a start by hand or by the end of a window</td><td>awake until its end</td></tr>
 *   <tr><td>minimum time awake</td><td>awake until its end</td></tr>
 *   <tr><td>a hook's veto</td><td>awake until it may be asked again</td></tr>
 *   <tr><td>a window pauses</td><td>sleep, once quiet for the window's time</td></tr>
 *   <tr><td>idle timeout</td><td>sleep, once it has passed without activity</td></tr>
 * </table>
 *
 * <p>Activity is a request or, where a provider tells of it, work that was found as the app was due
 * to sleep.
 *
 * <p>A group sleeps when each of its awake members may: the strictest word counts for all.
 */
public final class Precedence {
  private Precedence() {}

  /** What is to be done with an awake app at that time. */
  public static Decision decide(Facts facts, Policy policy, Instant now) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(ignored(policy));
    reasons.add(production(facts));
    reasons.add(never(policy));
    reasons.add(pin(facts, now));
    reasons.add(inUse(facts, policy, now));
    reasons.add(grace(facts, policy, now));
    reasons.add(minimum(facts, policy, now));
    reasons.add(window(facts, policy, now));
    reasons.add(idle(facts, policy, now));
    Reason decisive =
        reasons.stream()
            .filter(reason -> reason.effect() != Effect.NONE)
            .findFirst()
            .orElseThrow(); // the idle timeout always wants something
    return new Decision(verdict(decisive, facts, policy, now), decisive, reasons);
  }

  /**
   * The strictest of several decisions: any that keeps a member awake keeps the group awake. When
   * all may sleep, a window's word goes before that of a timeout.
   */
  public static Decision strictest(List<Decision> members) {
    return members.stream()
        .max(Comparator.comparing(Precedence::until).thenComparing(Precedence::byWindow))
        .orElseThrow(() -> new IllegalArgumentException("a group has members"));
  }

  /**
   * What becomes of a request to an app that sleeps: what its windows say, unless something that
   * goes before windows wants it awake.
   */
  public static PauseWindow.Requests onRequest(TrackedApp app, Policy policy, Instant at) {
    boolean wanted =
        policy.ignored() != null
            || policy.neverSleep() != null
            || app.app().walled()
            || app.pinnedAt(at);
    return wanted ? PauseWindow.Requests.WAKE : policy.requestsAt(at);
  }

  private static Instant until(Decision decision) {
    return decision.verdict() instanceof Verdict.Stay stay ? stay.until() : Instant.MIN;
  }

  private static boolean byWindow(Decision decision) {
    return decision.verdict() instanceof Verdict.Sleep sleep && sleep.window();
  }

  private static Verdict verdict(Reason decisive, Facts facts, Policy policy, Instant now) {
    if (decisive.effect() == Effect.SLEEP) {
      Optional<Held> held = policy.pauseAt(now);
      boolean window = decisive.rank() == Rank.WINDOW;
      Duration quiet =
          window && held.isPresent() ? held.get().quiet() : policy.idleTimeout().value();
      return new Verdict.Sleep(window, quiet, decisive.text());
    }
    Instant until = decisive.until() == null ? Instant.MAX : decisive.until();
    boolean windowMaySpeak = decisive.rank().compareTo(Rank.WINDOW) >= 0;
    return new Verdict.Stay(
        windowMaySpeak ? earlier(until, windowActs(facts, policy, now)) : until, decisive.text());
  }

  /** When a window will want this app asleep if nothing happens meanwhile. */
  private static Instant windowActs(Facts facts, Policy policy, Instant now) {
    Optional<Held> held = policy.pauseAt(now);
    return held.isPresent() ? facts.lastSign().plus(held.get().quiet()) : policy.nextChange(now);
  }

  private static Reason ignored(Policy policy) {
    return policy.ignored() == null
        ? none(Rank.IGNORED, "no rule has it left alone")
        : awake(Rank.IGNORED, "Paastis leaves it alone", policy.ignored(), null);
  }

  private static Reason production(Facts facts) {
    return facts.production() == null
        ? none(Rank.PRODUCTION, "it is not production")
        : awake(Rank.PRODUCTION, "it is production: " + facts.production(), null, null);
  }

  private static Reason never(Policy policy) {
    return policy.neverSleep() == null
        ? none(Rank.NEVER_SLEEP, "no rule says that it never sleeps")
        : awake(Rank.NEVER_SLEEP, "it never sleeps", policy.neverSleep(), null);
  }

  private static Reason pin(Facts facts, Instant now) {
    Instant until = facts.pinnedUntil();
    if (until == null || !now.isBefore(until)) {
      return none(Rank.PIN, "it is not pinned");
    }
    return until.equals(Instant.MAX)
        ? awake(Rank.PIN, "it is pinned", null, null)
        : awake(Rank.PIN, "it is pinned for a time", null, until);
  }

  private static Reason inUse(Facts facts, Policy policy, Instant now) {
    Instant again = againAfterUse(policy, now);
    if (facts.waking() != null) {
      return awake(Rank.IN_USE, facts.waking() + " is being woken", null, again);
    }
    return facts.busy()
        ? awake(Rank.IN_USE, "requests are under way", null, again)
        : none(Rank.IN_USE, "no request is under way");
  }

  /**
   * Nothing tells of the end of a request, so it is looked for: as soon as any row may act on it.
   */
  private static Instant againAfterUse(Policy policy, Instant now) {
    Instant idle = now.plus(policy.idleTimeout().value());
    return policy
        .pauseAt(now)
        .map(held -> earlier(idle, now.plus(held.quiet())))
        .orElseGet(() -> earlier(idle, policy.nextChange(now)));
  }

  private static Reason grace(Facts facts, Policy policy, Instant now) {
    if (facts.handledAt() == null) {
      return none(Rank.GRACE, "nobody deployed or started it on purpose since it is awake");
    }
    Instant until = facts.handledAt().plus(policy.grace().value());
    String what = "it was deployed or started on purpose, which is left alone for ";
    return now.isBefore(until)
        ? awake(Rank.GRACE, what + inWords(policy.grace().value()), policy.grace().by(), until)
        : none(Rank.GRACE, "it was deployed or started on purpose, long enough ago");
  }

  private static Reason minimum(Facts facts, Policy policy, Instant now) {
    Duration minimum = policy.minimumAwake().value();
    Instant until = facts.awakeSince().plus(minimum);
    if (minimum.isZero()) {
      return none(Rank.MINIMUM_AWAKE, "nobody says for how long it stays awake at least");
    }
    String what = "awake at least " + inWords(minimum);
    return now.isBefore(until)
        ? awake(Rank.MINIMUM_AWAKE, what, policy.minimumAwake().by(), until)
        : none(Rank.MINIMUM_AWAKE, what + ", and it was");
  }

  private static Reason window(Facts facts, Policy policy, Instant now) {
    Optional<Held> held = policy.pauseAt(now);
    if (held.isEmpty()) {
      return policy.windows().value().isEmpty()
          ? none(Rank.WINDOW, "no window pauses it, ever")
          : new Reason(
              Rank.WINDOW,
              Effect.NONE,
              "no window pauses it now",
              policy.windows().by(),
              bounded(policy.nextChange(now)));
    }
    Duration quiet = held.get().quiet();
    Instant until = held.get().pause().until();
    String what =
        "window %s pauses it: %s".formatted(held.get().pause().window(), held.get().pause().why());
    return now.isBefore(facts.lastSign().plus(quiet))
        ? new Reason(
            Rank.WINDOW,
            Effect.NONE,
            what + ", once it was quiet for " + inWords(quiet),
            policy.windows().by(),
            bounded(until))
        : new Reason(Rank.WINDOW, Effect.SLEEP, what, policy.windows().by(), bounded(until));
  }

  private static Reason idle(Facts facts, Policy policy, Instant now) {
    Duration timeout = policy.idleTimeout().value();
    Instant idleAt = facts.lastSign().plus(timeout);
    return now.isBefore(idleAt)
        ? awake(
            Rank.IDLE, sign(facts).formatted(inWords(timeout)), policy.idleTimeout().by(), idleAt)
        : new Reason(
            Rank.IDLE,
            Effect.SLEEP,
            "no activity for " + inWords(timeout),
            policy.idleTimeout().by(),
            null);
  }

  private static String sign(Facts facts) {
    Facts.Work work = facts.lastWork();
    return work == null
        ? "its last activity is less than %s ago"
        : "less than %s ago it was at work: " + work.what().replace("%", "%%");
  }

  private static Reason none(Rank rank, String text) {
    return new Reason(rank, Effect.NONE, text, null, null);
  }

  private static Reason awake(
      Rank rank, String text, @Nullable String by, @Nullable Instant until) {
    return new Reason(rank, Effect.AWAKE, text, by, until);
  }

  private static @Nullable Instant bounded(Instant until) {
    return until.equals(Instant.MAX) ? null : until;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  static String inWords(Duration time) {
    if (time.compareTo(Duration.ofMinutes(2)) < 0) {
      return time.toSeconds() + " s";
    }
    if (time.compareTo(Duration.ofHours(2)) < 0) {
      return time.toMinutes() + " min";
    }
    return time.compareTo(Duration.ofDays(2)) < 0 ? time.toHours() + " h" : time.toDays() + " d";
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides by inactivity. Pure: no clock, no state. */
public final class IdlePolicy {
  private IdlePolicy() {}

  /** Whether the app may sleep at that time. */
  public static Verdict verdict(Facts facts, Instant now) {
    Instant pinned = facts.pinnedUntil();
    if (pinned != null && now.isBefore(pinned)) {
      return new Verdict.Stay(pinned, "pinned");
    }
    if (facts.busy()) {
      return new Verdict.Stay(now.plus(facts.idleTimeout()), "requests are under way");
    }
    Instant idleAt = facts.idleAt();
    if (now.isBefore(idleAt)) {
      return new Verdict.Stay(idleAt, "last activity is too recent");
    }
    return new Verdict.Sleep("no activity for " + inWords(facts.idleTimeout()));
  }

  private static String inWords(Duration time) {
    if (time.compareTo(Duration.ofMinutes(2)) < 0) {
      return time.toSeconds() + " s";
    }
    return time.compareTo(Duration.ofHours(2)) < 0
        ? time.toMinutes() + " min"
        : time.toHours() + " h";
  }

  /** Whether a group may sleep: only when each of its awake members may. */
  public static Verdict verdictOfAll(List<Facts> members, Instant now) {
    Verdict all = new Verdict.Sleep("nothing of the group is awake");
    for (Facts member : members) {
      all = stricter(all, verdict(member, now));
    }
    return all;
  }

  private static Verdict stricter(Verdict one, Verdict other) {
    if (one instanceof Verdict.Stay a && other instanceof Verdict.Stay b) {
      return a.until().isAfter(b.until()) ? a : b;
    }
    return one instanceof Verdict.Stay ? one : other;
  }

  /**
   * What is known of an awake app.
   *
   * @param awakeSince when it became awake
   * @param lastActivity its last activity, if there was one
   * @param busy whether requests or talking streams are under way
   * @param pinnedUntil end of its pin, if it has one
   * @param idleTimeout time without activity before sleep
   */
  public record Facts(
      Instant awakeSince,
      @Nullable Instant lastActivity,
      boolean busy,
      @Nullable Instant pinnedUntil,
      Duration idleTimeout) {
    /** The later of becoming awake and the last activity. */
    Instant lastSign() {
      return lastActivity != null && lastActivity.isAfter(awakeSince) ? lastActivity : awakeSince;
    }

    /** When it counts as idle if nothing happens. */
    public Instant idleAt() {
      return lastSign().plus(idleTimeout);
    }
  }
}

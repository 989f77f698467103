// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.Decision;
import dev.paastis.policy.Reason;
import dev.paastis.policy.Reason.Effect;
import dev.paastis.policy.Reason.Rank;
import dev.paastis.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the hooks, and remembers who was against a sleep, so that they are not asked again before
 * their time. A person's wish is asked about each time. Safe for use by many threads.
 */
final class Vetoes {
  private final SleepHooks hooks;
  private final Idleness idleness;
  private final InstantSource clock;
  private final Map<AppId, Verdict.Stay> standing = new ConcurrentHashMap<>();

  Vetoes(SleepHooks hooks, Idleness idleness, InstantSource clock) {
    this.hooks = hooks;
    this.idleness = idleness;
    this.clock = clock;
  }

  /** The decision, held back by the veto that stands against a sleep of that app, if one does. */
  Decision over(Decision decision, TrackedApp app, Instant at) {
    Verdict.Stay veto =
        standing.computeIfPresent(
            app.id(), (_, stay) -> clock.instant().isBefore(stay.until()) ? stay : null);
    if (veto == null || !at.isBefore(veto.until())) {
      return decision;
    }
    Reason reason = new Reason(Rank.VETO, Effect.AWAKE, veto.why(), null, veto.until());
    List<Reason> reasons = new ArrayList<>(decision.reasons());
    reasons.add(reason);
    reasons.sort(Comparator.comparing(Reason::rank));
    return decision.verdict() instanceof Verdict.Sleep
        ? new Decision(veto, reason, reasons)
        : new Decision(decision.verdict(), decision.decisive(), reasons);
  }

  /** Asks whether these may fall asleep; tells why not, if not. */
  Optional<String> ask(List<TrackedApp> members, Cause cause) throws InterruptedException {
    if (members.isEmpty()) {
      return Optional.empty();
    }
    Optional<SleepHooks.Veto> veto = hooks.before(members, cause);
    veto.ifPresent(against -> members.forEach(member -> remember(member, against)));
    return veto.map(SleepHooks.Veto::summary);
  }

  private void remember(TrackedApp app, SleepHooks.Veto veto) {
    Duration idle = idleness.policy(app).idleTimeout().value();
    Duration wait = veto.retry().isPositive() ? veto.retry() : idle;
    standing.put(app.id(), new Verdict.Stay(clock.instant().plus(wait), veto.summary()));
  }
}

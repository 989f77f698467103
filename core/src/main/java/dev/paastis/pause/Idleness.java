// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.IdlePolicy;
import dev.paastis.policy.IdlePolicy.Facts;
import dev.paastis.policy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what the idle policy needs: the row, what the gateways saw since, and the group. */
final class Idleness {
  private final AppDirectory directory;
  private final Gateways gateways;

  Idleness(AppDirectory directory, Gateways gateways) {
    this.directory = directory;
    this.gateways = gateways;
  }

  /** Whether the app, with its group, may sleep. */
  Verdict verdict(TrackedApp app, Instant now) {
    if (walled(app)) {
      return new Verdict.Stay(Instant.MAX, "production");
    }
    return wakingMember(app)
        .<Verdict>map(member ->
            new Verdict.Stay(
                now.plus(app.app().idleTimeout()), member.app().name() + " is being woken"))
        .orElseGet(() -> IdlePolicy.verdictOfAll(facts(app), now));
  }

  private boolean walled(TrackedApp app) {
    return directory.groupOf(app).stream().anyMatch(member -> member.app().walled());
  }

  private Optional<TrackedApp> wakingMember(TrackedApp app) {
    return directory.groupOf(app).stream()
        .filter(member -> member.state() instanceof AppState.Waking)
        .findFirst();
  }

  /** When the app, with its group, will be idle or unpinned if nothing happens. */
  Instant idleAt(TrackedApp app) {
    return facts(app).stream()
        .map(facts -> later(facts.idleAt(), facts.pinnedUntil()))
        .max(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  private List<Facts> facts(TrackedApp app) {
    List<Facts> facts = new ArrayList<>();
    for (TrackedApp member : directory.groupOf(app)) {
      if (member.state() instanceof AppState.Awake awake) {
        facts.add(facts(member, awake));
      }
    }
    return facts;
  }

  private Facts facts(TrackedApp app, AppState.Awake awake) {
    Gateways.Quiet quiet = gateways.activity(app.id());
    return new Facts(
        awake.since(),
        later(app.lastActivity(), quiet.lastActivity()),
        quiet.inFlight() > 0,
        app.pinnedUntil(),
        app.app().idleTimeout());
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}

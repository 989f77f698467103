// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.policy.Decision;
import dev.paastis.policy.Facts;
import dev.paastis.policy.Policy;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.Precedence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Gathers what a decision needs: the rows, what the gateways saw since, the group, the rules. */
final class Idleness {
  private final AppDirectory directory;
  private final Gateways gateways;
  private final PolicyBook book;

  /** What was found as apps were due to sleep. */
  private final Map<AppId, Found> found = new ConcurrentHashMap<>();

  Idleness(AppDirectory directory, Gateways gateways, PolicyBook book) {
    this.directory = directory;
    this.gateways = gateways;
    this.book = book;
  }

  /**
   * A decision and whose it is.
   *
   * @param app the app, or the member of its group that has the strictest word
   * @param decision what is to be done
   */
  record Judged(TrackedApp app, Decision decision) {}

  /** What is to be done with an awake app and its group; the app's own word alone if it sleeps. */
  Decision decide(TrackedApp app, Instant now) {
    return judge(app, now).decision();
  }

  /** The same, and who of the group decides. */
  Judged judge(TrackedApp app, Instant now) {
    List<TrackedApp> members = new ArrayList<>();
    for (TrackedApp member : directory.groupOf(app)) {
      if (member.state() instanceof AppState.Awake || walled(member)) {
        members.add(member);
      }
    }
    if (members.isEmpty()) {
      members.add(app);
    }
    List<Decision> decisions =
        members.stream()
            .map(member -> Precedence.decide(facts(member), policy(member), now))
            .toList();
    Decision strictest = Precedence.strictest(decisions);
    int own = members.indexOf(app);
    int decides =
        own >= 0 && decisions.get(own).verdict().equals(strictest.verdict())
            ? own
            : decisions.indexOf(strictest);
    return new Judged(members.get(decides), decisions.get(decides));
  }

  private record Found(Instant awakeSince, Facts.Work work) {}

  /** The app was found at work in its present stretch awake, which counts as activity. */
  void foundAtWork(TrackedApp app, Facts.Work work) {
    found.put(app.id(), new Found(app.state().since(), work));
  }

  /** What is known of that app alone. */
  Facts facts(TrackedApp app) {
    Gateways.Quiet quiet = gateways.activity(app.id());
    AppState.@Nullable Awake awake = app.state() instanceof AppState.Awake a ? a : null;
    return new Facts(
        app.app().name(),
        app.state().since(),
        awake == null ? null : awake.handledAt(),
        later(app.lastActivity(), quiet.lastActivity()),
        quiet.inFlight() > 0,
        app.pinnedUntil(),
        production(app.app()),
        work(app),
        wakingMember(app).map(member -> member.app().name()).orElse(null));
  }

  /** What holds for that app. */
  Policy policy(TrackedApp app) {
    return book.of(app.app());
  }

  /** The quiet time on which a sleep rests that began then. */
  Duration quietFor(TrackedApp app, boolean window, Instant begun) {
    Policy policy = policy(app);
    return window
        ? policy.pauseAt(begun).map(Policy.Held::quiet).orElse(policy.idleTimeout().value())
        : policy.idleTimeout().value();
  }

  private Facts.@Nullable Work work(TrackedApp app) {
    Instant since = app.state().since();
    Found last =
        found.computeIfPresent(
            app.id(), (_, before) -> before.awakeSince().equals(since) ? before : null);
    return last == null ? null : last.work();
  }

  private static boolean walled(TrackedApp app) {
    return app.app().walled();
  }

  private static @Nullable String production(App app) {
    Wall wall = app.wall();
    return wall != null && wall.stands() ? wall.why() : null;
  }

  private Optional<TrackedApp> wakingMember(TrackedApp app) {
    return directory.groupOf(app).stream()
        .filter(member -> member.state() instanceof AppState.Waking)
        .findFirst();
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}

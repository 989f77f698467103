// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.AppView;
import dev.paastis.api.DurationText;
import dev.paastis.api.ProtectionView;
import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.Sleeps;
import dev.paastis.policy.Policy;
import dev.paastis.policy.PolicyBook;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.stale.StaleCase;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Turns apps into what the wire and the console show of them. Works while the database is away. */
public final class AppViews {
  private final Gateways gateways;
  private final Sleeps sleeps;
  private final UsualWakes wakes;
  private final Setting setting;

  /** Reads from these. */
  public AppViews(Gateways gateways, Sleeps sleeps, WakeHistory history, Setting setting) {
    this.gateways = gateways;
    this.sleeps = sleeps;
    this.wakes = new UsualWakes(history, setting.clock());
    this.setting = setting;
  }

  /** The app as it is now. */
  public AppView of(TrackedApp tracked) {
    App app = tracked.app();
    StaleCase stale = setting.stale().of(app.id());
    Account account = app.account();
    WakeEstimate estimate = wakes.of(tracked);
    Policy policy = setting.book().of(app);
    return new AppView(
        app.id().toString(),
        app.name(),
        setting.space().name(),
        account.provider(),
        account.name(),
        account.region(),
        tracked.state().name().wire(),
        tracked.state().since(),
        lastActivity(tracked),
        sleeps.nextSleep(app.id()),
        app.hosts(),
        setting.gateway().url(app),
        app.group() == null ? null : app.group().name(),
        DurationText.format(policy.idleTimeout().value()),
        pinnedUntil(tracked),
        estimate == null ? null : duration(estimate.usual()),
        estimate == null ? null : duration(estimate.atMost()),
        protection(app.wall()),
        stale.foundAt(),
        stale.deleteAt(),
        policy.dryRun());
  }

  /** Why an app is production, and whether that keeps it from sleep. */
  static @Nullable ProtectionView protection(@Nullable Wall wall) {
    if (wall == null) {
      return null;
    }
    Wall.Lifted lifted = wall.lifted();
    return lifted == null
        ? new ProtectionView(wall.why(), true, null, null, null)
        : new ProtectionView(wall.why(), false, lifted.by(), lifted.reason(), lifted.at());
  }

  /** The later of what the gateways know and what is stored. */
  private @Nullable Instant lastActivity(TrackedApp app) {
    Instant seen = gateways.activity(app.id()).lastActivity();
    Instant stored = app.lastActivity();
    if (seen == null || stored == null) {
      return seen == null ? stored : seen;
    }
    return seen.isAfter(stored) ? seen : stored;
  }

  private @Nullable Instant pinnedUntil(TrackedApp app) {
    Instant until = app.pinnedUntil();
    if (until == null || !app.pinnedAt(setting.clock().instant())) {
      return null;
    }
    return until.isAfter(AppView.PINNED_WITHOUT_END) ? AppView.PINNED_WITHOUT_END : until;
  }

  private static String duration(Duration time) {
    return DurationText.format(time.truncatedTo(ChronoUnit.MILLIS));
  }

  /**
   * What does not change while the server runs.
   *
   * @param space the space whose name is shown
   * @param gateway where apps answer
   * @param clock wall time
   * @param book what holds for the apps
   * @param stale which of them nobody uses
   */
  public record Setting(
      DefaultSpace space,
      GatewayAddress gateway,
      InstantSource clock,
      PolicyBook book,
      StaleStates stale) {}
}

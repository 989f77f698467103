// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Gateways;
import dev.paastis.schedule.Deadline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gateways, as a decision about a sleep is to see them where drains speak for an app: a drain
 * that is silent tells nothing, so that the app counts as active now; and what was told while this
 * engine did not run is lost, so that it counts as active when the engine started.
 */
public final class DrainedGateways implements Gateways {
  private final Gateways gateways;
  private final Drains drains;
  private final AppDirectory directory;
  private final InstantSource clock;
  private final Instant startedAt;

  /** Sees what they see, and what is to be feared. */
  public DrainedGateways(
      Gateways gateways, Drains drains, AppDirectory directory, InstantSource clock) {
    this.gateways = gateways;
    this.drains = drains;
    this.directory = directory;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  @Override
  public @Nullable Quiet holdNewRequests(AppId app, Deadline deadline) {
    Quiet quiet = gateways.holdNewRequests(app, deadline);
    return quiet == null ? null : careful(app, quiet);
  }

  @Override
  public Quiet activity(AppId app) {
    return careful(app, gateways.activity(app));
  }

  @Override
  public Map<AppId, Instant> drainActivity() {
    return gateways.drainActivity();
  }

  private Quiet careful(AppId id, Quiet quiet) {
    TrackedApp app = directory.find(id).orElse(null);
    if (app == null || !drains.areFor(app)) {
      return quiet;
    }
    Instant least = drains.areSilentFor(app) ? clock.instant() : startedAt;
    Instant last = quiet.lastActivity();
    return last != null && last.isAfter(least)
        ? quiet
        : new Quiet(quiet.inFlight(), quiet.waiting(), least);
  }
}

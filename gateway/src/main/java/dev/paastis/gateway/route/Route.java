// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.gateway.activity.Activity;
import dev.paastis.wake.WakeEstimate;
import org.jspecify.annotations.Nullable;

/**
 * The way to one app: its newest known row, where its requests go, and its activity. Readers take
 * no lock; writers are rare and take the route's own.
 *
 * <p><b>No request slips to an app that is about to stop.</b> Two threads meet here as in Dekker's
 * algorithm, each writing its own word before it reads the other's:
 *
 * <pre>{@code
 * event loop                          sleeper
 *   activity.begin()   (count + 1)      close()            (target = Closed)
 *   target()           (read target)    activity.inFlight() (read count)
 * }</pre>
 *
 * All four are sequentially consistent, so at least one sees the other: either the sleeper counts
 * the request, or the request sees a closed route, counts itself out and is held. A request may be
 * counted for an instant and then held; that delays a sleep and harms nothing.
 */
public final class Route {
  private final Activity activity = new Activity();
  private volatile TrackedApp app;
  private volatile @Nullable WakeEstimate estimate;
  private volatile Target target;

  Route(TrackedApp app, @Nullable WakeEstimate estimate) {
    this.app = app;
    this.estimate = estimate;
    this.target = targetOf(app.state(), new Target.Closed());
  }

  /** The newest row published. */
  public TrackedApp app() {
    return app;
  }

  /** How long the app takes to wake, {@code null} without history. */
  public @Nullable WakeEstimate estimate() {
    return estimate;
  }

  /** What goes on at the app. */
  public Activity activity() {
    return activity;
  }

  /** Where requests go; read it after {@link Activity#begin()}. */
  public Target target() {
    return target;
  }

  /**
   * Takes a newer row. One with the version and state already known changes names and estimate
   * only: told twice that an app is awake, a route that was closed in between stays closed.
   */
  synchronized void publish(TrackedApp newer, @Nullable WakeEstimate newEstimate) {
    if (newer.version() < app.version()) {
      return;
    }
    boolean known = newer.version() == app.version() && newer.state().equals(app.state());
    app = newer;
    estimate = newEstimate;
    if (!known) {
      target = targetOf(newer.state(), target);
    }
  }

  /** Has all requests held from now on, until a newer state is published. */
  public synchronized void close() {
    target = new Target.Closed();
  }

  /** Opens the route unless it was closed again since; says where requests go now. */
  public synchronized Target openSince(Target.Closed closed, Upstream upstream) {
    if (closed.equals(target)) {
      target = new Target.Open(upstream);
    }
    return target;
  }

  private static Target targetOf(AppState state, Target before) {
    return switch (state) {
      case AppState.Awake awake -> new Target.Open(awake.upstream());
      case AppState.FallingAsleep _, AppState.Asleep _, AppState.Waking _, AppState.Unknown _ ->
          before instanceof Target.Closed ? before : new Target.Closed();
    };
  }
}

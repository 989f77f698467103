// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.gateway.activity.Activity;
import dev.paastis.gateway.resolve.Reach;
import dev.paastis.gateway.rule.AppRules;
import dev.paastis.wake.WakeEstimate;
import org.jspecify.annotations.Nullable;

/**
 * The way to one app: its newest known row, where its requests go, and its activity. Readers take
 * no lock; writers are rare and take the route's own.
 */
public final class Route {
  private final Activity activity = new Activity();
  private volatile TrackedApp app;
  private volatile @Nullable WakeEstimate estimate;
  private volatile Reach reach;
  private volatile @Nullable AppRules rules;
  private final Gate gate;

  Route(TrackedApp app, @Nullable WakeEstimate estimate, Reach reach) {
    this.app = app;
    this.reach = reach;
    this.estimate = estimate;
    this.gate = new Gate(new Target.Closed());
    open(app.state());
  }

  /** The newest row published. */
  public TrackedApp app() {
    return app;
  }

  /** How long the app takes to wake, {@code null} without history. */
  public @Nullable WakeEstimate estimate() {
    return estimate;
  }

  /** At which addresses the app is looked for. */
  public Reach reach() {
    return reach;
  }

  /** What goes on at the app. */
  public Activity activity() {
    return activity;
  }

  /** What operators ask of its requests, {@code null} for nothing. */
  public @Nullable AppRules rules() {
    return rules;
  }

  void rules(@Nullable AppRules now) {
    rules = now;
  }

  /** Where requests enter. */
  public Gate gate() {
    return gate;
  }

  /** Where requests go now, for whoever only asks. */
  public Target target() {
    return gate.target();
  }

  /**
   * Takes a newer row. One with the version and state already known changes names and estimate
   * only: told twice that an app is awake, a route that was closed in between stays closed.
   */
  synchronized void publish(TrackedApp newer, @Nullable WakeEstimate newEstimate, Reach newReach) {
    if (newer.version() < app.version()) {
      return;
    }
    boolean known = newer.version() == app.version() && newer.state().equals(app.state());
    app = newer;
    estimate = newEstimate;
    reach = newReach;
    if (!known) {
      open(newer.state());
    }
  }

  /**
   * Has all requests held from now on, until a newer state is published.
   *
   * @return how many had entered before
   */
  public synchronized int close() {
    return gate.close();
  }

  /** Has requests held that would have gone there; of no effect when they go elsewhere by now. */
  public synchronized void closeTo(Upstream upstream) {
    if (gate.target() instanceof Target.Open open && open.upstream().equals(upstream)) {
      gate.close();
    }
  }

  /** Opens the route unless it was closed again since; says where requests go now. */
  public synchronized Target openSince(Target.Closed closed, Upstream upstream) {
    if (closed.equals(gate.target())) {
      gate.open(upstream);
    }
    return gate.target();
  }

  private void open(AppState state) {
    switch (state) {
      case AppState.Awake awake -> gate.open(awake.upstream());
      case AppState.FallingAsleep _, AppState.Asleep _, AppState.Waking _, AppState.Unknown _ -> {
        if (gate.target() instanceof Target.Open) {
          gate.close();
        }
      }
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An app with its state, as one row of the store.
 *
 * @param app the app
 * @param version counts the transitions; a transition names the version it starts from
 * @param state the state
 * @param lastActivity last activity as far as stored; the gateway may know of a later one
 * @param pinnedUntil end of the pin, {@link Instant#MAX} for one without end, {@code null} when not
 *     pinned
 */
public record TrackedApp(
    App app,
    long version,
    AppState state,
    @Nullable Instant lastActivity,
    @Nullable Instant pinnedUntil) {
  /** Identifies the app. */
  public AppId id() {
    return app.id();
  }

  /** Whether a pin holds at that time. */
  public boolean pinnedAt(Instant now) {
    return pinnedUntil != null && now.isBefore(pinnedUntil);
  }

  /** The same row of an app that is declared otherwise. */
  public TrackedApp of(App other) {
    return new TrackedApp(other, version, state, lastActivity, pinnedUntil);
  }

  /** The same row with another state, one version later. */
  public TrackedApp next(AppState other) {
    return new TrackedApp(app, version + 1, other, lastActivity, pinnedUntil);
  }
}

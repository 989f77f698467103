// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.TrackedApp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Told of each app that a window is about to put to sleep. */
@FunctionalInterface
public interface Pausing {
  /** Nobody is told. */
  Pausing UNHEARD = (_, _, _) -> {};

  /**
   * A window is about to put that app to sleep, which runs.
   *
   * @param lastActivity the app's last, as the gateways know it
   */
  void paused(TrackedApp app, @Nullable Instant lastActivity, Instant now);
}

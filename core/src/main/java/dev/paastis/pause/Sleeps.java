// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts apps to sleep. */
public interface Sleeps {
  /**
   * Puts an app to sleep now. A cause of kind {@link Cause.Kind#PERSON} does not mind recent
   * activity or a pin, but requests in flight are let finish for a bounded time first. Blocks until
   * the outcome is known; call it on a virtual thread.
   */
  SleepOutcome sleep(AppId app, Cause cause);

  /** When the app will fall asleep if nothing happens; {@code null} when it will not. */
  @Nullable Instant nextSleep(AppId app);
}

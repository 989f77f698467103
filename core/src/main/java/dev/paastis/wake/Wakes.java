// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import java.util.Optional;

/** Wakes apps: what the gateway needs of the engine, in the same process or far away. */
public interface Wakes {
  /** Detail of a cause: when the app is to be ready, where it is started ahead of that. */
  String READY_AT = "ready-at";

  /** Detail of a request's cause: a person clicked that the app be woken now. */
  String CLICKED = "clicked";

  /**
   * Has the app awake: wakes it with its group, or follows a wake under way. Blocks until the
   * outcome is known, at most for the app's wake timeout; call it on a virtual thread. Any number
   * of calls at once lead to one start.
   */
  WakeOutcome wake(AppId app, Cause cause);

  /**
   * The refusal of a wake by a request, where it can be told at once: a window pauses the app and
   * takes no requests. Never blocks. Empty says nothing: {@link #wake} may still refuse.
   *
   * @param clicked whether a person clicked that the app be woken now
   */
  default Optional<WakeOutcome> refused(AppId app, boolean clicked) {
    return Optional.empty();
  }

  /**
   * Whether the engine cannot be heard, or was not until a moment ago: an app that is said to be
   * awake may have been put to sleep meanwhile. Never blocks.
   */
  default boolean outOfTouch() {
    return false;
  }
}

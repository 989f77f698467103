// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.Cause;
import dev.paastis.app.TrackedApp;

/** Told when an app is about to be woken. Safe for use by many threads. */
public interface WakeHooks {
  /** Nobody is told. */
  WakeHooks NONE = (_, _) -> {};

  /**
   * Told once for each wake, by the engine that carries it out, before the provider is called. It
   * cannot prevent the wake, and delays it only where a person configured that, for a bounded time.
   */
  void before(TrackedApp app, Cause cause) throws InterruptedException;
}

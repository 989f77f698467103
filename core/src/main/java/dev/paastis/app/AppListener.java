// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

/**
 * Told of every change of an app, on the thread that made it, after it was stored. Must be quick
 * and must not throw. Changes of one app may arrive out of order: the greater {@link
 * TrackedApp#version()} is the newer.
 */
public interface AppListener {
  /** The app is as given. */
  void changed(TrackedApp app);

  /** The app is gone. */
  default void removed(TrackedApp app) {}
}

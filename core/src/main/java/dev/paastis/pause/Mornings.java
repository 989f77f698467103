// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.AppId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which apps a window paused while they ran, to be started again at its end. Safe for use by many
 * threads; may block; throws {@link dev.paastis.app.StoreUnavailableException}.
 */
public interface Mornings {
  /**
   * An app that a window paused.
   *
   * @param app which
   * @param pausedAt when the window put it to sleep, {@code null} when it was started since
   * @param startedAt when it was last started at the end of a window, {@code null} if never
   * @param unused how many such starts in a row nobody made use of
   */
  record Morning(AppId app, @Nullable Instant pausedAt, @Nullable Instant startedAt, int unused) {}

  /** All that wait for the end of their window. */
  List<Morning> waiting();

  /**
   * A window puts the app to sleep.
   *
   * @param lastActivity the app's last, {@code null} if it never had any: tells whether its last
   *     start was made use of
   * @return the row as it now stands
   */
  Morning paused(AppId app, Instant at, @Nullable Instant lastActivity);

  /**
   * The app no longer waits.
   *
   * @param pausedAt of the pause that is over; nothing happens when another has begun since
   * @param startedAt when it was started, {@code null} when it was not
   */
  void over(AppId app, Instant pausedAt, @Nullable Instant startedAt);
}

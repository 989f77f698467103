// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routes on the wire.
 *
 * @param items those in force
 * @param since when they were read
 * @param problems why what was read after them is not in force; empty when it is
 * @param warnings what is in force, though not as it was meant
 */
public record RouteListView(
    List<RouteView> items, Instant since, List<String> problems, List<String> warnings) {
  /**
   * A route.
   *
   * @param name what it is known by
   * @param app name of the app, {@code null} for hosts that only lead elsewhere
   * @param hosts bound to the app; empty for every host of the app
   * @param terms what it says, in words
   * @param paths what it says of some paths
   */
  public record RouteView(
      String name,
      @Nullable String app,
      List<String> hosts,
      List<String> terms,
      List<PathsView> paths) {}

  /**
   * Some paths of a route.
   *
   * @param match their patterns
   * @param terms what is said of them, in words
   */
  public record PathsView(List<String> match, List<String> terms) {}
}

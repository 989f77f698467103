// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One route as it is written.
 *
 * @param name what it is known by
 * @param app name of the app, {@code null} for hosts that only lead elsewhere
 * @param hosts bound to the app, and the only ones meant; empty for every host of the app
 * @param terms what holds for all its paths
 * @param paths what holds for some in its place; the first that matches counts
 */
public record RouteEntry(
    String name, @Nullable String app, List<String> hosts, RouteTerms terms, List<OfPaths> paths) {
  /** Copies the lists. */
  public RouteEntry {
    hosts = List.copyOf(hosts);
    paths = List.copyOf(paths);
  }

  /**
   * What holds for some paths.
   *
   * @param patterns which
   * @param terms what
   */
  public record OfPaths(List<PathPattern> patterns, RouteTerms terms) {
    /** Copies the list. */
    public OfPaths {
      patterns = List.copyOf(patterns);
    }
  }
}

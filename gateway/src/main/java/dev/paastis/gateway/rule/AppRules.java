// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds for the requests of one app, by host and path. Immutable. */
public final class AppRules {
  private final Map<String, HostRules> byHost;
  private final @Nullable HostRules otherwise;

  AppRules(Map<String, HostRules> byHost, @Nullable HostRules otherwise) {
    this.byHost = Map.copyOf(byHost);
    this.otherwise = otherwise;
  }

  /**
   * What holds for a request, {@code null} where nothing does.
   *
   * @param host as {@code Host} says it, in lower case and without port
   * @param uri path and query
   */
  public @Nullable Rules meet(String host, String uri) {
    HostRules ofHost = byHost.isEmpty() ? null : byHost.get(host);
    HostRules met = ofHost == null ? otherwise : ofHost;
    return met == null ? null : met.meet(uri);
  }
}

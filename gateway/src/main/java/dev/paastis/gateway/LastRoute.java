// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.route.Route;
import dev.paastis.gateway.route.RoutingTable;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the route that a connection used last, as a client rarely changes the host. Belongs to
 * one event loop.
 */
final class LastRoute {
  private final RoutingTable table;
  private @Nullable String host;
  private @Nullable Route route;
  private int epoch = -1;

  LastRoute(RoutingTable table) {
    this.table = table;
  }

  @Nullable Route find(String wanted) {
    int now = table.epoch();
    if (now != epoch || !wanted.equals(host)) {
      route = table.find(wanted);
      host = wanted;
      epoch = now;
    }
    return route;
  }
}

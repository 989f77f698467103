// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.route.Alias;
import dev.paastis.policy.PolicyBook;
import dev.paastis.server.gateways.RouteBook;
import dev.paastis.server.policy.PolicyDesk;
import dev.paastis.server.wakes.IgnoreDesk;
import java.util.List;

/**
 * Tells all gateways what the rules say of hosts and of requests that wake nothing, at the start
 * and at each change.
 */
final class GatewayRules {
  private final GatewayServer gateway;
  private final RouteBook far;
  private final PolicyDesk desk;

  GatewayRules(
      GatewayServer gateway, RouteBook far, PolicyDesk desk, PolicyBook book, IgnoreDesk ignored) {
    this.gateway = gateway;
    this.far = far;
    this.desk = desk;
    tell();
    book.listen(this::tell);
    ignored.listen(gateway::ignore);
    ignored.listen(far::ignore);
    book.listen(ignored::reload); // other engines tell of both in one word
  }

  private void tell() {
    List<Alias> aliases =
        desk.inForce().aliases().stream()
            .map(alias -> new Alias(alias.hosts(), alias.app()))
            .toList();
    gateway.alias(aliases);
    far.alias(aliases);
  }
}

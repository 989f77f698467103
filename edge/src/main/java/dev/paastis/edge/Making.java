// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.GatewaySettingsView;
import dev.paastis.gateway.GatewaySettings;
import dev.paastis.gateway.Timeouts;
import dev.paastis.gateway.UpstreamSettings;
import dev.paastis.gateway.hold.HoldLimits;
import dev.paastis.gateway.route.IgnoreRules;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** How a gateway is set up: as the engine says, but for what its own command line says. */
final class Making {
  private Making() {}

  static GatewaySettings settings(GatewaySettingsView told, EdgeOptions options) {
    GatewaySettingsView.Network network = told.network();
    EdgeOptions.Around own = options.around();
    return GatewaySettings.defaults()
        .withPort(options.port())
        .withDomain(told.domain())
        .withIgnore(IgnoreRules.none())
        .withTrustedPeers(Objects.requireNonNullElse(own.trustedPeers(), network.trustedPeers()))
        .withProxyProtocol(Objects.requireNonNullElse(own.proxyProtocol(), network.proxyProtocol()))
        .withUpstreams(upstreams(network))
        .withHold(
            new HoldLimits(
                told.holdPerApp(), told.holdPerSpace(), Duration.ofMillis(told.holdMillis())))
        .withTimeouts(Timeouts.DEFAULT.withSilence(Duration.ofMillis(told.silentStreamMillis())));
  }

  private static UpstreamSettings upstreams(GatewaySettingsView.Network network) {
    List<String> near = network.privateUpstreams();
    return new UpstreamSettings(near, network.connectionsPerApp(), network.rewrite());
  }
}

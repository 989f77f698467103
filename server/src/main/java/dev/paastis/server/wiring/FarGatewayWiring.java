// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.api.GatewaySettingsView;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.UpstreamSettings;
import dev.paastis.pause.Gateways;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.Configuration.ForwardAuth;
import dev.paastis.server.config.Configuration.Gateway;
import dev.paastis.server.config.Tls;
import dev.paastis.server.gateways.AllGateways;
import dev.paastis.server.gateways.FarGateways;
import dev.paastis.server.gateways.GatewayRoll;
import dev.paastis.server.gateways.GatewayWakes;
import dev.paastis.server.gateways.RouteBook;
import dev.paastis.wake.Waker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Gateways that are processes of their own, beside the one in this process. */
@Configuration(proxyBeanMethods = false)
final class FarGatewayWiring {
  private static final Duration FORWARD_AUTH_GRACE = Duration.ofMinutes(1);

  @Bean
  RouteBook routeBook() {
    return new RouteBook();
  }

  @Bean
  GatewayRoll gatewayRoll(Launch launch) {
    return new GatewayRoll(launch.home().resolve("gateways.known"));
  }

  @Bean
  FarGateways farGateways(RouteBook book, GatewayRoll roll, InstantSource clock, Ticker ticker) {
    return new FarGateways(book, roll, clock, ticker);
  }

  @Bean
  @Primary
  Gateways allGateways(GatewayServer here, FarGateways far) {
    return new AllGateways(List.of(here, far));
  }

  @Bean
  GatewayWakes gatewayWakes(Waker waker, RouteBook book, ExecutorService workers) {
    return new GatewayWakes(waker, book, workers);
  }

  @Bean
  GatewaySettingsView gatewaySettings(Launch launch) {
    Gateway gateway = launch.configuration().gateway();
    return new GatewaySettingsView(
        gateway.domain(),
        gateway.holdPerApp(),
        gateway.holdPerSpace(),
        gateway.holdTime().toMillis(),
        gateway.silentStream().toMillis(),
        gateway.observing().apps(),
        network(gateway),
        https(gateway.tls()));
  }

  private static GatewaySettingsView.Network network(Gateway gateway) {
    ForwardAuth asked = gateway.forwardAuth();
    UpstreamSettings upstreams = gateway.network().upstreams();
    return new GatewaySettingsView.Network(
        gateway.trustedPeers(),
        gateway.network().proxyProtocol(),
        upstreams.privateAddresses(),
        upstreams.connections(),
        upstreams.rewrite(),
        (asked == null ? FORWARD_AUTH_GRACE : asked.grace()).toMillis());
  }

  private static GatewaySettingsView.Https https(Tls tls) {
    return new GatewaySettingsView.Https(
        tls.redirect(), tls.redirectHosts(), tls.publicPort(), tls.defaultHost());
  }
}

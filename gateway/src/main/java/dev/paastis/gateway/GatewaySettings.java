// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.hold.HoldLimits;
import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.route.IgnoreRules;
import java.util.List;

/**
 * How a gateway is set up.
 *
 * @param port TCP port, 0 for any free one
 * @param domain every app answers at its name under this domain
 * @param eventLoops number of event loops, at least one
 * @param trustedPeers addresses and CIDR blocks whose {@code X-Forwarded-*} headers are believed
 * @param hold bounds of holding
 * @param ignore requests that neither wake an app nor keep it awake
 * @param timeouts how long to wait for whom
 * @param proxyProtocol addresses and CIDR blocks of proxies that say by the PROXY protocol for whom
 *     they connect, and from which nothing else is taken
 * @param upstreams how apps are treated
 */
public record GatewaySettings(
    int port,
    String domain,
    int eventLoops,
    List<String> trustedPeers,
    HoldLimits hold,
    IgnoreRules ignore,
    Timeouts timeouts,
    List<String> proxyProtocol,
    UpstreamSettings upstreams) {
  /** Validates the values. */
  public GatewaySettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("gateway port must be 0 to 65535, got: " + port);
    }
    if (domain.isBlank()) {
      throw new IllegalArgumentException("gateway domain must not be blank");
    }
    if (eventLoops < 1) {
      throw new IllegalArgumentException("event loops must be at least 1, got: " + eventLoops);
    }
    trustedPeers = List.copyOf(trustedPeers);
    proxyProtocol = List.copyOf(proxyProtocol);
    for (List<String> peers : List.of(trustedPeers, proxyProtocol)) {
      AddressBlocks _ = new AddressBlocks(peers);
    }
  }

  /** Port 8080, domain {@code localhost}, one event loop per processor, nobody trusted. */
  public static GatewaySettings defaults() {
    return new GatewaySettings(
        8080,
        "localhost",
        Runtime.getRuntime().availableProcessors(),
        List.of(),
        HoldLimits.DEFAULT,
        IgnoreRules.defaults(),
        Timeouts.DEFAULT,
        List.of(),
        UpstreamSettings.DEFAULT);
  }

  /** The same on another port. */
  public GatewaySettings withPort(int value) {
    return new GatewaySettings(
        value, domain, eventLoops, trustedPeers, hold, ignore, timeouts, proxyProtocol, upstreams);
  }

  /** The same under another domain. */
  public GatewaySettings withDomain(String value) {
    return new GatewaySettings(
        port, value, eventLoops, trustedPeers, hold, ignore, timeouts, proxyProtocol, upstreams);
  }

  /** The same with another number of event loops. */
  public GatewaySettings withEventLoops(int value) {
    return new GatewaySettings(
        port, domain, value, trustedPeers, hold, ignore, timeouts, proxyProtocol, upstreams);
  }

  /** The same trusting these peers. */
  public GatewaySettings withTrustedPeers(List<String> value) {
    return new GatewaySettings(
        port, domain, eventLoops, value, hold, ignore, timeouts, proxyProtocol, upstreams);
  }

  /** The same with other bounds of holding. */
  public GatewaySettings withHold(HoldLimits value) {
    return new GatewaySettings(
        port, domain, eventLoops, trustedPeers, value, ignore, timeouts, proxyProtocol, upstreams);
  }

  /** The same with other ignore rules. */
  public GatewaySettings withIgnore(IgnoreRules value) {
    return new GatewaySettings(
        port, domain, eventLoops, trustedPeers, hold, value, timeouts, proxyProtocol, upstreams);
  }

  /** The same with other timeouts. */
  public GatewaySettings withTimeouts(Timeouts value) {
    return new GatewaySettings(
        port, domain, eventLoops, trustedPeers, hold, ignore, value, proxyProtocol, upstreams);
  }

  /** The same with these proxies that speak the PROXY protocol. */
  public GatewaySettings withProxyProtocol(List<String> value) {
    return new GatewaySettings(
        port, domain, eventLoops, trustedPeers, hold, ignore, timeouts, value, upstreams);
  }

  /** The same with another treatment of apps. */
  public GatewaySettings withUpstreams(UpstreamSettings value) {
    return new GatewaySettings(
        port, domain, eventLoops, trustedPeers, hold, ignore, timeouts, proxyProtocol, value);
  }
}

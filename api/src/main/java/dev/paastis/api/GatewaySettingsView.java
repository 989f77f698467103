// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's configuration says of all its gateways.
 *
 * @param domain every app answers at its name under this domain
 * @param holdPerApp requests held of one app at most
 * @param holdPerSpace requests held of one space at most
 * @param holdMillis how long each is held at most
 * @param silentStreamMillis how long an open stream without bytes counts as activity
 * @param appFigures how many apps have figures of their own
 * @param network who is around them
 * @param https how clients come from HTTP to HTTPS
 */
public record GatewaySettingsView(
    String domain,
    int holdPerApp,
    int holdPerSpace,
    long holdMillis,
    long silentStreamMillis,
    int appFigures,
    Network network,
    Https https) {
  /**
   * Who is around a gateway.
   *
   * @param trustedPeers addresses and CIDR blocks whose forwarded headers are believed
   * @param proxyProtocol those of proxies that speak the PROXY protocol
   * @param privateUpstreams those off the Internet at which apps may be
   * @param connectionsPerApp connections to one app at once
   * @param rewrite whether addresses of apps with hosts of their own are rewritten
   * @param forwardAuthGraceMillis how long a request that a proxy of one's own was allowed to
   *     forward counts as under way
   */
  public record Network(
      List<String> trustedPeers,
      List<String> proxyProtocol,
      List<String> privateUpstreams,
      int connectionsPerApp,
      boolean rewrite,
      long forwardAuthGraceMillis) {
    /** Copies the lists. */
    public Network {
      trustedPeers = List.copyOf(trustedPeers);
      proxyProtocol = List.copyOf(proxyProtocol);
      privateUpstreams = List.copyOf(privateUpstreams);
    }
  }

  /**
   * How clients come from HTTP to HTTPS where a gateway serves both.
   *
   * @param redirect whether every host with a certificate leads there
   * @param redirectHosts hosts that do in any case
   * @param publicPort where clients reach HTTPS, absent for where it listens
   * @param defaultHost its certificate is shown to whoever names no host that is known
   */
  public record Https(
      boolean redirect,
      List<String> redirectHosts,
      @Nullable Integer publicPort,
      @Nullable String defaultHost) {
    /** Copies the list. */
    public Https {
      redirectHosts = List.copyOf(redirectHosts);
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.gateway.UpstreamSettings;
import java.util.List;

/**
 * What the gateway's section says of who is around the gateway.
 *
 * @param proxyProtocol addresses or CIDR blocks of proxies that speak the PROXY protocol
 * @param upstreams how apps are treated
 */
public record Network(List<String> proxyProtocol, UpstreamSettings upstreams) {
  private static final int MOST_CONNECTIONS = 1_000_000;

  static Network read(Section section) {
    return new Network(
        ConfigurationReader.blocks(section, "proxy-protocol"),
        new UpstreamSettings(
            ConfigurationReader.blocks(section, "private-upstreams"),
            section.number(
                "connections-per-app", UpstreamSettings.CONNECTIONS, 1, MOST_CONNECTIONS),
            !Boolean.FALSE.equals(RuleReader.yesOrNo(section, "rewrite"))));
  }
}

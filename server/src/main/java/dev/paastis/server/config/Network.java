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
  static Network read(Section section) {
    return new Network(
        ConfigurationReader.blocks(section, "proxy-protocol"),
        new UpstreamSettings(
            ConfigurationReader.blocks(section, "private-upstreams"),
            !Boolean.FALSE.equals(RuleReader.yesOrNo(section, "rewrite"))));
  }
}

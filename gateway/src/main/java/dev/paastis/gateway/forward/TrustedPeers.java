// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The peers whose word on the original client counts. Immutable. */
public final class TrustedPeers {
  private final List<IpSubnetFilterRule> subnets;

  /**
   * Reads addresses and CIDR blocks.
   *
   * @throws IllegalArgumentException naming the entry that is neither
   */
  public TrustedPeers(List<String> entries) {
    this.subnets = entries.stream().map(TrustedPeers::parse).toList();
  }

  /** Whether the peer is listed. */
  public boolean contains(InetSocketAddress peer) {
    for (IpSubnetFilterRule subnet : subnets) {
      if (subnet.matches(peer)) {
        return true;
      }
    }
    return false;
  }

  private static IpSubnetFilterRule parse(String entry) {
    int slash = entry.indexOf('/');
    String address = slash < 0 ? entry : entry.substring(0, slash);
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      throw wrong(entry, null);
    }
    try {
      int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(entry.substring(slash + 1));
      return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    } catch (IllegalArgumentException e) {
      throw wrong(entry, e);
    }
  }

  private static IllegalArgumentException wrong(String entry, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "a trusted peer must be an address or a CIDR block such as 10.0.0.0/8, got: " + entry,
        cause);
  }
}

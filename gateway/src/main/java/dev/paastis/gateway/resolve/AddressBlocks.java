// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.resolve;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses and CIDR blocks from which requests come. Immutable. */
public final class AddressBlocks {
  private final List<String> entries;
  private final List<IpSubnetFilterRule> blocks;

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming the entry that is neither
   */
  public AddressBlocks(List<String> entries) {
    this.entries = List.copyOf(entries);
    this.blocks = entries.stream().map(AddressBlocks::parse).toList();
  }

  /** As they were written. */
  public List<String> entries() {
    return entries;
  }

  /** Whether the address is in one of them; a text that is no address is in none. */
  public boolean contains(String address) {
    InetAddress numeric =
        blocks.isEmpty() ? null : NetUtil.createInetAddressFromIpAddressString(address);
    if (numeric == null) {
      return false;
    }
    return contains(numeric);
  }

  /** The address of four or sixteen bytes. */
  static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
    }
  }

  /** Whether the address is in one of them. */
  public boolean contains(InetAddress address) {
    return contains(new InetSocketAddress(address, 0));
  }

  /** Whether the peer is in one of them. */
  public boolean contains(InetSocketAddress peer) {
    for (IpSubnetFilterRule block : blocks) {
      if (block.matches(peer)) {
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
        "'%s' is neither an address nor a CIDR block such as 10.0.0.0/8".formatted(entry), cause);
  }
}

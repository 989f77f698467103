// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.resolve;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are on the Internet: not this machine, not its networks, not the metadata service
 * of its cloud, nobody's examples. An IPv6 address that stands for an IPv4 address is what that one
 * is. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890 and its registries</a>
 */
public final class PublicAddresses {
  private static final AddressBlocks NOT_PUBLIC_V4 =
      new AddressBlocks(
          List.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10", // behind a carrier's NAT, and the metadata service of Alibaba Cloud
              "127.0.0.0/8",
              "168.63.129.16", // a public address that in Azure is the host of the machine
              "169.254.0.0/16", // the metadata service of most clouds
              "172.16.0.0/12",
              "192.0.0.0/24", // the metadata service of Oracle Cloud, among others
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4"));

  /** All that is given out of IPv6; the metadata service of AWS, for one, is outside. */
  private static final AddressBlocks GLOBAL_V6 = new AddressBlocks(List.of("2000::/3"));

  /** Teredo, which hides an address, benchmarks and examples. */
  private static final AddressBlocks NOT_PUBLIC_V6 =
      new AddressBlocks(List.of("2001::/23", "2001:db8::/32", "3fff::/20"));

  /** RFC 6052: the last four bytes are an IPv4 address. */
  private static final AddressBlocks NAT64 = new AddressBlocks(List.of("64:ff9b::/96"));

  /** RFC 3056: bytes three to six are an IPv4 address. */
  private static final AddressBlocks SIX_TO_FOUR = new AddressBlocks(List.of("2002::/16"));

  private PublicAddresses() {}

  /** Whether it is one. */
  public static boolean contains(InetAddress address) {
    return switch (address) {
      case Inet4Address v4 -> !NOT_PUBLIC_V4.contains(v4);
      case Inet6Address v6 -> isPublic(v6);
      default -> false;
    };
  }

  private static boolean isPublic(Inet6Address address) {
    if (NAT64.contains(address)) {
      return contains(embedded(address, 12));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return contains(embedded(address, 2));
    }
    return GLOBAL_V6.contains(address) && !NOT_PUBLIC_V6.contains(address);
  }

  private static InetAddress embedded(Inet6Address address, int at) {
    return AddressBlocks.ofBytes(Arrays.copyOfRange(address.getAddress(), at, at + 4));
  }
}

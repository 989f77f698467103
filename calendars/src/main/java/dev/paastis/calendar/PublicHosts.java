// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Addresses on the Internet: what people who do not run this machine may have it ask. Not this
 * machine, not its networks, not the metadata service of its cloud (RFC 1918, 3927, 4193, 6598).
 * Blocks for a look-up; thread-safe.
 */
public final class PublicHosts implements Predicate<URI> {
  /** A host with any other address is refused as a whole, and so is one that has none. */
  @Override
  public boolean test(URI address) {
    try {
      InetAddress[] all = InetAddress.getAllByName(address.getHost());
      return Arrays.stream(all).allMatch(PublicHosts::isPublic);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isPublic(InetAddress address) {
    return !(address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || isSharedOrUniqueLocal(address));
  }

  private static boolean isSharedOrUniqueLocal(InetAddress address) {
    byte[] bytes = address.getAddress();
    return switch (address) {
      case Inet4Address _ ->
          bytes[0] == 0 || (bytes[0] == 100 && (bytes[1] & 0xc0) == 64); // 0/8 and 100.64/10
      case Inet6Address _ -> (bytes[0] & 0xfe) == 0xfc; // fc00::/7
      default -> true;
    };
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.gateway.resolve.PublicAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Addresses on the Internet: what people who do not run this machine may have it ask. Blocks for a
 * look-up; thread-safe.
 */
final class PublicHosts implements Predicate<URI> {
  /** A host with any other address is refused as a whole, and so is one that has none. */
  @Override
  public boolean test(URI address) {
    try {
      InetAddress[] all = InetAddress.getAllByName(address.getHost());
      return Arrays.stream(all).allMatch(PublicAddresses::contains);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

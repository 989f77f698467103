// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.resolve;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;

/**
 * Decides, right before each connection, whether an address may be connected to. It is asked about
 * the address and never about a name, so that a name which leads elsewhere a moment later gains
 * nothing. Immutable.
 */
public final class AddressGuard {
  /** Lets everything through. */
  public static final AddressGuard NONE = new AddressGuard(_ -> true);

  private final Predicate<InetAddress> allowed;

  private AddressGuard(Predicate<InetAddress> allowed) {
    this.allowed = allowed;
  }

  /** Lets through what is on the Internet, and those blocks. */
  public static AddressGuard publicAnd(AddressBlocks others) {
    return new AddressGuard(
        address -> PublicAddresses.contains(address) || others.contains(address));
  }

  /** Whether the address may be connected to. */
  public boolean allows(InetAddress address) {
    return allowed.test(address);
  }

  /** Those of the addresses that may be connected to, in the same order. */
  public List<InetAddress> allowed(List<InetAddress> addresses) {
    return addresses.stream().filter(allowed).toList();
  }
}

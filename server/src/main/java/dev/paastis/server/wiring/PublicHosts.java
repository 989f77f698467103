// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.resolve.AddressGuard;
import dev.paastis.provider.AddressRule;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Addresses on the Internet, and those that the operator allows besides: what people who do not run
 * this machine may have it ask. Blocks for a look-up; thread-safe.
 */
final class PublicHosts implements AddressRule, Predicate<URI> {
  private final AddressGuard guard;

  /** Those on the Internet only. */
  PublicHosts() {
    this(AddressGuard.publicAnd(new AddressBlocks(List.of())));
  }

  /** Those that the guard lets through. */
  PublicHosts(AddressGuard guard) {
    this.guard = guard;
  }

  /** A host with any other address is refused as a whole: which of them is asked, nobody knows. */
  @Override
  public Judgement judge(URI base) {
    try {
      InetAddress[] all = InetAddress.getAllByName(base.getHost());
      return Arrays.stream(all).allMatch(guard::allows) ? Judgement.ALLOWED : Judgement.REFUSED;
    } catch (UnknownHostException e) {
      return Judgement.UNKNOWN;
    }
  }

  /** Whether it is allowed; a host that has no address is not. */
  @Override
  public boolean test(URI address) {
    return judge(address) == Judgement.ALLOWED;
  }
}

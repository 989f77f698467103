// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.gateway.resolve.AddressGuard;
import dev.paastis.gateway.resolve.NameService;
import dev.paastis.gateway.resolve.Names;
import dev.paastis.schedule.Ticker;

/**
 * How the gateway finds apps and whom it takes for them. Shared by all event loops, safe for use by
 * many threads.
 *
 * @param names where their hosts are
 * @param tls how to speak to those behind https
 * @param guard which of their addresses may be connected to
 */
public record Egress(Names names, UpstreamTls tls, AddressGuard guard) {
  /** With no guard. */
  public Egress(Names names, UpstreamTls tls) {
    this(names, tls, AddressGuard.NONE);
  }

  /** As this machine finds and trusts others. */
  public static Egress system(Ticker ticker) {
    return new Egress(new Names(NameService.system(), ticker), UpstreamTls.system());
  }

  /** The same with that guard. */
  public Egress guardedBy(AddressGuard value) {
    return new Egress(names, tls, value);
  }
}

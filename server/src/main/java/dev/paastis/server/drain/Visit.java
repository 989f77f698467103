// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import dev.paastis.gateway.route.IgnoreMatcher;
import org.jspecify.annotations.Nullable;

/**
 * A request of which a log line tells.
 *
 * @param host the host that was asked for, {@code null} where the line has none
 * @param uri path and query
 * @param agent who asked, {@code null} where the line does not say
 * @param from the address it came from, {@code null} where the line does not say
 */
record Visit(@Nullable String host, String uri, @Nullable String agent, @Nullable String from)
    implements IgnoreMatcher.Asked {
  /** No address is in no block of addresses. */
  @Override
  public String address() {
    return from == null ? "" : from;
  }
}

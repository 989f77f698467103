// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import java.util.Locale;

/** What a token may do. */
public enum Scope {
  /** Look at everything in its space. */
  READ,
  /** Change it, too. */
  WRITE,
  /** Be a gateway: follow the routes, tell activity, wake apps for requests; nothing else. */
  GATEWAY;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The name in the database, for example {@code read}. */
  public String wire() {
    return wire;
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.gateway.resolve.Reach;

/**
 * The connections of one event loop, by how far an app may be looked for. They are kept apart, so
 * that an app of somebody who may not reach this machine never gets a connection to it that was
 * opened for another. Belongs to its loop.
 *
 * @param anywhere for apps of the operator
 * @param guarded for all others
 */
public record UpstreamPools(UpstreamPool anywhere, UpstreamPool guarded) {
  /** The pool of apps that may be looked for that far. */
  public UpstreamPool of(Reach reach) {
    return switch (reach) {
      case ANYWHERE -> anywhere;
      case PUBLIC -> guarded;
    };
  }

  /** How many connections there are. */
  public int open() {
    return anywhere.open() + guarded.open();
  }

  /** Closes the connections that nobody used for long. */
  public void tick(long nowNanos) {
    anywhere.tick(nowNanos);
    guarded.tick(nowNanos);
  }

  /** Closes all connections that are kept. */
  public void close() {
    anywhere.close();
    guarded.close();
  }
}

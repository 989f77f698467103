// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells the operator which apps cannot be connected to, and why. A wrong certificate does not mend
 * itself and is a warning, said again every minute at most. Belongs to one event loop.
 */
final class FaultLog {
  private static final System.Logger LOG = System.getLogger(FaultLog.class.getName());
  private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<Upstream, Long> toldNanos = new HashMap<>();

  void tell(Upstream upstream, UpstreamFault fault, long nowNanos) {
    boolean warn = needsSomebody(fault.kind()) && toldNanos.putIfAbsent(upstream, nowNanos) == null;
    Throwable cause = fault.getCause();
    LOG.log(
        warn ? Level.WARNING : Level.DEBUG,
        () ->
            "no connection to "
                + upstream
                + ": "
                + fault.getMessage()
                + (cause == null ? "" : " (" + cause.getMessage() + ")"));
  }

  private static boolean needsSomebody(UpstreamFault.Kind kind) {
    return switch (kind) {
      case ADDRESS_REFUSED,
          CERTIFICATE_NOT_TRUSTED,
          CERTIFICATE_OF_ANOTHER,
          NO_HTTP2,
          HANDSHAKE_FAILED ->
          true;
      case NAME_UNKNOWN, NAME_TOO_SLOW, NOT_ACCEPTED, HANDSHAKE_TOO_SLOW -> false;
    };
  }

  /** Forgets what was told long ago. */
  void tick(long nowNanos) {
    toldNanos.values().removeIf(told -> nowNanos - told > AGAIN_NANOS);
  }
}

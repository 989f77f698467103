// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.Configuration;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How this process was asked to run.
 *
 * @param home data folder
 * @param configuration what the file says
 * @param calendars where days off come from
 * @param ports where it serves
 * @param takesAppsAlong whether apps are put to sleep when the process ends; otherwise they go on
 *     and the next start adopts them
 * @param times what time it is
 */
public record Launch(
    Path home,
    Configuration configuration,
    DayCalendars calendars,
    Ports ports,
    boolean takesAppsAlong,
    Times times) {
  /** A process in this machine's time. */
  public Launch(
      Path home,
      Configuration configuration,
      DayCalendars calendars,
      Ports ports,
      boolean takesAppsAlong) {
    this(home, configuration, calendars, ports, takesAppsAlong, Times.REAL);
  }

  /**
   * What time it is.
   *
   * @param clock wall time
   * @param ticker elapsed time
   */
  public record Times(InstantSource clock, Ticker ticker) {
    /** This machine's. */
    public static final Times REAL = new Times(InstantSource.system(), Ticker.system());
  }

  /**
   * Where it serves.
   *
   * @param gateway port of the gateway
   * @param tls port of the gateway for TLS; {@code null}: none is served
   * @param console port of console and API
   * @param listens whether this process has a gateway; otherwise the port is where those of their
   *     own process are reached
   */
  public record Ports(int gateway, @Nullable Integer tls, int console, boolean listens) {
    /** Without TLS. */
    public Ports(int gateway, int console) {
      this(gateway, null, console);
    }

    /** With a gateway in this process. */
    public Ports(int gateway, @Nullable Integer tls, int console) {
      this(gateway, tls, console, true);
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.server.config.Configuration;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * How this process was asked to run.
 *
 * @param home data folder
 * @param configuration what the file says
 * @param calendars where days off come from
 * @param ports where it serves
 * @param takesAppsAlong whether apps are put to sleep when the process ends; otherwise they go on
 *     and the next start adopts them
 * @param clock wall time
 */
public record Launch(
    Path home,
    Configuration configuration,
    DayCalendars calendars,
    Ports ports,
    boolean takesAppsAlong,
    InstantSource clock) {
  /** A process in this machine's time. */
  public Launch(
      Path home,
      Configuration configuration,
      DayCalendars calendars,
      Ports ports,
      boolean takesAppsAlong) {
    this(home, configuration, calendars, ports, takesAppsAlong, InstantSource.system());
  }

  /**
   * Where it serves.
   *
   * @param gateway port of the gateway
   * @param console port of console and API
   */
  public record Ports(int gateway, int console) {}
}

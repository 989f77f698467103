// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.server.config.Configuration;
import java.nio.file.Path;

/**
 * How this process was asked to run.
 *
 * @param home data folder
 * @param configuration what the file says
 * @param calendars where days off come from
 * @param gatewayPort port of the gateway
 * @param consolePort port of console and API
 * @param takesAppsAlong whether apps are put to sleep when the process ends; otherwise they go on
 *     and the next start adopts them
 */
public record Launch(
    Path home,
    Configuration configuration,
    DayCalendars calendars,
    int gatewayPort,
    int consolePort,
    boolean takesAppsAlong) {}

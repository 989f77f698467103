// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/**
 * What the program finds when it starts.
 *
 * @param environment environment variables
 * @param userHome the person's own folder
 * @param clock wall time
 * @param zone zone in which times are shown
 */
record Surroundings(
    Map<String, String> environment, Path userHome, InstantSource clock, ZoneId zone) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.List;

/**
 * Wakes by requests that have their cause in common, on the wire.
 *
 * @param agent product of the {@code User-Agent}, {@code none} when there was none
 * @param browser whether people browse with it
 * @param path path of the request
 * @param address address of whoever sent it
 * @param apps names of the apps that were woken
 * @param wakes how many wakes
 * @param alone how many of them nobody followed: the app fell asleep as soon as it could
 * @param awakeAlone time that apps were awake after those, as in {@link DurationText}
 * @param last when the last of them was
 */
public record WakeCauseView(
    String agent,
    boolean browser,
    String path,
    String address,
    List<String> apps,
    int wakes,
    int alone,
    String awakeAlone,
    Instant last) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;

/**
 * A wake that ended well, on the wire.
 *
 * @param id its position, growing
 * @param app id of the app
 * @param appName its name, the id when the app is gone
 * @param startedAt when it began
 * @param took until the app was ready, as in {@link DurationText}
 * @param cause why: of a request its address, agent, path and the host that referred to it
 */
public record WakeView(
    long id, String app, String appName, Instant startedAt, String took, CauseView cause) {}

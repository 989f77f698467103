// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event on the wire.
 *
 * @param id position in the log, growing; also the id of the server-sent event
 * @param at when
 * @param type what, for example {@code woken}
 * @param app id of the app, if it is about one
 * @param appName its name
 * @param cause why
 * @param details what else is known
 */
public record EventView(
    long id,
    Instant at,
    String type,
    @Nullable String app,
    @Nullable String appName,
    CauseView cause,
    Map<String, String> details) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import org.jspecify.annotations.Nullable;

/**
 * What became of a gateway's wish to have an app awake.
 *
 * @param outcome {@code ready}, {@code failed}, {@code not-now}, {@code no-such-app}, or {@code
 *     under-way} when it takes longer than the gateway waits
 * @param upstream where it answers, of {@code ready}
 * @param reason what sort of failure or obstacle, of {@code failed} and {@code not-now}
 * @param detail the cause, for people
 * @param retryAfterMillis when to try again, of {@code not-now}
 * @param until when a pause ends, with the zone of its window
 */
public record GatewayWakeView(
    String outcome,
    @Nullable String upstream,
    @Nullable String reason,
    @Nullable String detail,
    @Nullable Long retryAfterMillis,
    @Nullable String until) {}

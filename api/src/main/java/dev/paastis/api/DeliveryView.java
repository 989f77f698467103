// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way, or at its end.
 *
 * @param id identifies it; with {@code msg_} before it the receiver's {@code webhook-id}
 * @param channel of which channel
 * @param form what sort of message: {@code digest}, {@code test}, or else of one event
 * @param type type of the event, of the first one in a digest
 * @param subject what that event is about
 * @param events how many events it tells
 * @param state {@code waiting}, {@code delivered} or {@code dead}
 * @param attempts tries so far
 * @param createdAt when it was put on its way
 * @param nextAttempt when it is tried next, {@code null} when it has ended
 * @param endedAt when it ended, {@code null} when it has not
 * @param detail what went wrong at last, {@code null} when nothing did
 */
public record DeliveryView(
    String id,
    String channel,
    String form,
    String type,
    String subject,
    int events,
    String state,
    int attempts,
    Instant createdAt,
    @Nullable Instant nextAttempt,
    @Nullable Instant endedAt,
    @Nullable String detail) {}

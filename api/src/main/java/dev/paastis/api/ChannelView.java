// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel of messages.
 *
 * @param name its name
 * @param kind what takes the messages, for example {@code slack}
 * @param events types of events that it is told
 * @param apps the expression that names of apps must match, {@code null} for all
 * @param digest how long events are collected for one message, {@code null} when each is told
 * @param urgent whether failures are told at once all the same
 * @param state {@code open} or {@code closed}
 * @param detail why it is closed; empty when it is open
 */
public record ChannelView(
    String name,
    String kind,
    List<String> events,
    @Nullable String apps,
    @Nullable String digest,
    boolean urgent,
    String state,
    String detail) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log drain.
 *
 * @param name its name
 * @param account the only account whose apps it speaks for, {@code null} for any
 * @param app the only app that it speaks for, {@code null} for any
 * @param createdAt when it was made
 * @param createdBy by whom
 * @param lastLine when a line came last, {@code null} when none did
 * @param lastVisit when a line came last that told of a visit, {@code null} when none did
 * @param silentFor awake apps of which it has brought no line since they are; they are kept awake
 * @param path where lines are sent, with its token; only in the answer that made it
 */
public record DrainView(
    String name,
    @Nullable String account,
    @Nullable String app,
    Instant createdAt,
    String createdBy,
    @Nullable Instant lastLine,
    @Nullable Instant lastVisit,
    List<String> silentFor,
    @Nullable String path) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule, window or group.
 *
 * @param name what it is known by
 * @param source {@code file}: only the file changes it; {@code people}: made here
 * @param position its place among those that people made, from one; {@code null} for the file's
 * @param body what it says, in the words of the file
 * @param selects how many apps it is about: selected by a rule, paused by a window, in a group
 * @param apps their names; in lists only the first of them
 * @param changedAt its last change, {@code null} for the file's
 * @param changedBy who changed it last, {@code null} for the file's
 * @param problems why it is not in force; empty when it is
 */
public record PolicyItemView(
    String name,
    String source,
    @Nullable Integer position,
    Map<String, Object> body,
    int selects,
    List<String> apps,
    @Nullable Instant changedAt,
    @Nullable String changedBy,
    List<String> problems) {}

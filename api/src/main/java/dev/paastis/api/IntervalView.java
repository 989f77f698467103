// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an app's timeline.
 *
 * @param state the state it was in
 * @param from beginning, inclusive
 * @param to end, exclusive; {@code null} while it lasts
 */
public record IntervalView(String state, Instant from, @Nullable Instant to) {}

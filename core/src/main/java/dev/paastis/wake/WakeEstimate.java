// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import java.time.Duration;

/**
 * How long an app takes to wake, from its own history.
 *
 * @param usual the median
 * @param atMost the 95th percentile, at least {@code usual}
 * @param samples on how many wakes this rests, at least one
 */
public record WakeEstimate(Duration usual, Duration atMost, int samples) {}

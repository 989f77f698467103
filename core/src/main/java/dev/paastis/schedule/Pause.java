// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;

/**
 * A pause that windows ask for, at its full length.
 *
 * @param window names of the windows that pause, in the order in which they begin to
 * @param from included; {@link Instant#MIN} when it began more than about 13 months before
 * @param until excluded; {@link Instant#MAX} when it does not end within about 13 months
 * @param why for people: what pauses, and the days off and exceptions that make it longer
 */
public record Pause(String window, Instant from, Instant until, String why) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Days off read from a feed.
 *
 * @param days with their reasons
 * @param problems what was left out, in words
 * @param from the first date that was looked at
 * @param until the date after the last that was looked at
 */
record Absences(
    Map<LocalDate, String> days, List<String> problems, LocalDate from, LocalDate until) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
/** Days off from outside: public holidays by country and region, absences from iCalendar feeds. */
@NullMarked
package dev.paastis.calendar;

import org.jspecify.annotations.NullMarked;

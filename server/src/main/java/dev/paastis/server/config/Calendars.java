// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.schedule.DayCalendar;
import java.net.URI;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Where days off come from. */
public interface Calendars {
  /**
   * The public holidays of a country.
   *
   * @param country ISO 3166-1 code, in lower case
   * @param region a part of it, as in ISO 3166-2 without the country; {@code null} for none
   * @throws IllegalArgumentException when there is no such calendar, saying which there are
   */
  DayCalendar holidays(String country, @Nullable String region);

  /**
   * The absences in a feed.
   *
   * @param zone of events that are given in UTC
   * @throws IllegalArgumentException when it cannot be a feed
   */
  DayCalendar absences(URI feed, ZoneId zone);
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.calendar.Holidays;
import dev.paastis.schedule.DayCalendar;
import java.net.URI;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Public holidays, and feeds in which nothing stands. */
public final class HolidaysOnly implements Calendars {
  @Override
  public DayCalendar holidays(String country, @Nullable String region) {
    return region == null ? Holidays.of(country) : Holidays.of(country, region);
  }

  @Override
  public DayCalendar absences(URI feed, ZoneId zone) {
    return DayCalendar.none();
  }
}

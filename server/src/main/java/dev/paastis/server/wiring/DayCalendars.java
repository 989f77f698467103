// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.calendar.AbsenceFeed;
import dev.paastis.calendar.Holidays;
import dev.paastis.schedule.DayCalendar;
import dev.paastis.server.config.Calendars;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Public holidays from the jar, and absences from feeds, each of which is fetched once however many
 * windows name it. Safe for use by many threads.
 */
public final class DayCalendars implements Calendars {
  private final Path folder;
  private final InstantSource clock;
  private final Map<Feed, AbsenceFeed> feeds = new ConcurrentHashMap<>();

  private record Feed(URI address, ZoneId zone) {}

  /**
   * Calendars of an installation.
   *
   * @param home data folder, where copies of the feeds are kept
   */
  public DayCalendars(Path home, InstantSource clock) {
    this.folder = home.resolve("calendars");
    this.clock = clock;
  }

  /** Calendars of an installation in this machine's time. */
  public static DayCalendars in(Path home) {
    return new DayCalendars(home, InstantSource.system());
  }

  @Override
  public DayCalendar holidays(String country, @Nullable String region) {
    return region == null ? Holidays.of(country) : Holidays.of(country, region);
  }

  @Override
  public DayCalendar absences(URI feed, ZoneId zone) {
    return feeds.computeIfAbsent(
        new Feed(feed, zone),
        key -> new AbsenceFeed(key.address().toString(), key.zone(), folder, clock, _ -> true));
  }

  /** Fetches every feed anew; blocks until all have answered or have not. */
  void refresh() {
    feeds.values().forEach(AbsenceFeed::refresh);
  }

  /** Grows whenever any feed has changed. */
  long version() {
    return feeds.values().stream().mapToLong(AbsenceFeed::version).sum();
  }

  /** What is wrong with feeds, in words. */
  public List<String> problems() {
    return feeds.values().stream().flatMap(feed -> feed.problem().stream()).sorted().toList();
  }
}

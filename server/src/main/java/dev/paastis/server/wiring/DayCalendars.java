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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Public holidays from the jar, and absences from feeds, each of which is fetched once however many
 * windows name it. Safe for use by many threads.
 */
public final class DayCalendars implements Calendars {
  private final Path folder;
  private final InstantSource clock;
  private final Map<Feed, AbsenceFeed> feeds = new ConcurrentHashMap<>();

  /** Of one address that the file and people name, only the file's may be near. */
  private record Feed(URI address, ZoneId zone, boolean ofFile) {}

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
    return absences(new Feed(feed, zone, true), _ -> true);
  }

  /** The same for those who do not run this machine: their feeds must be on the Internet. */
  Calendars forPeople() {
    return new Calendars() {
      @Override
      public DayCalendar holidays(String country, @Nullable String region) {
        return DayCalendars.this.holidays(country, region);
      }

      @Override
      public DayCalendar absences(URI feed, ZoneId zone) {
        return DayCalendars.this.absences(new Feed(feed, zone, false), new PublicHosts());
      }
    };
  }

  private DayCalendar absences(Feed feed, Predicate<URI> allowed) {
    return feeds.computeIfAbsent(
        feed, key -> new AbsenceFeed(key.address().toString(), key.zone(), folder, clock, allowed));
  }

  /** Fetches what was never asked for; blocks. */
  void refreshNew() {
    feeds.values().stream()
        .filter(feed -> feed.answeredAt().isEmpty() && feed.problem().isEmpty())
        .forEach(AbsenceFeed::refresh);
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

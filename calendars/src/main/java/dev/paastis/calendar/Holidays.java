// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import dev.paastis.schedule.DayCalendar;
import java.time.LocalDate;
import java.time.Year;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public holidays of a country, or of a region of it, by Jollyday's data in the jar. Days that
 * are moved, such as a Saturday's holiday of the United States, are off when they are observed;
 * days that are only remembered or that only banks keep are worked. Safe for use by many threads.
 *
 * @see <a href="https://github.com/focus-shift/jollyday">Jollyday</a>
 */
public final class Holidays implements DayCalendar {
  private final HolidayManager manager;
  private final String[] region;
  private final String place;
  private final Map<Integer, Map<LocalDate, String>> byYear = new ConcurrentHashMap<>();

  private Holidays(HolidayManager manager, String[] region, String place) {
    this.manager = manager;
    this.region = region;
    this.place = place;
  }

  /**
   * The holidays that are kept in the whole country.
   *
   * @param country by its ISO 3166 code, such as {@code fr}
   * @throws IllegalArgumentException if there is none, with those that there are
   */
  public static Holidays of(String country) {
    return of(country, "");
  }

  /**
   * The holidays of a region, those of the whole country among them.
   *
   * @param country by its ISO 3166 code, such as {@code es}
   * @param region by the code that follows the country's, such as {@code md}; a part of a region
   *     after a slash, {@code by/au}; empty for the whole country
   * @throws IllegalArgumentException if there is none, with those that there are
   */
  public static Holidays of(String country, String region) {
    String code = country.strip().toLowerCase(Locale.ROOT);
    SortedSet<String> countries = countries();
    if (!countries.contains(code)) {
      throw new IllegalArgumentException(
          "No public holidays are known for country \"%s\"; known are: %s"
              .formatted(country, String.join(", ", countries)));
    }
    HolidayManager manager = HolidayManager.getInstance(ManagerParameters.create(code));
    String[] path =
        Stream.of(region.strip().toLowerCase(Locale.ROOT).split("/"))
            .filter(part -> !part.isEmpty())
            .toArray(String[]::new);
    requireKnown(manager.getCalendarHierarchy(), path, country, region);
    String place =
        Stream.concat(Stream.of(code), Arrays.stream(path)).collect(Collectors.joining("-"));
    return new Holidays(manager, path, place);
  }

  /** The codes of all countries. */
  public static SortedSet<String> countries() {
    return HolidayManager.getSupportedCalendarCodes().stream()
        .map(code -> code.toLowerCase(Locale.ROOT))
        .filter(code -> code.length() == 2) // longer ones are exchanges
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void requireKnown(
      CalendarHierarchy country, String[] path, String countryCode, String region) {
    CalendarHierarchy place = country;
    for (String part : path) {
      CalendarHierarchy child = place.getChildren().get(part);
      if (child == null) {
        throw new IllegalArgumentException(
            "No public holidays are known for region \"%s\" of country \"%s\"; %s"
                .formatted(region, countryCode, known(place)));
      }
      place = child;
    }
  }

  private static String known(CalendarHierarchy place) {
    Collection<CalendarHierarchy> children = place.getChildren().values();
    return children.isEmpty()
        ? "\"%s\" has no parts with days of their own".formatted(place.getId())
        : "known of \"%s\" are: %s"
            .formatted(
                place.getId(),
                children.stream()
                    .map(child -> child.getId() + " (" + child.getDescription(Locale.ENGLISH) + ")")
                    .sorted()
                    .collect(Collectors.joining(", ")));
  }

  @Override
  public Optional<String> dayOff(LocalDate date) {
    return Optional.ofNullable(year(date.getYear()).get(date));
  }

  private Map<LocalDate, String> year(int year) {
    return byYear.computeIfAbsent(year, this::compute);
  }

  /** With the years around, whose first and last days may be observed in this one. */
  private Map<LocalDate, String> compute(int year) {
    return Stream.of(year - 1, year, year + 1)
        .flatMap(y -> manager.getHolidays(Year.of(y), HolidayType.PUBLIC_HOLIDAY, region).stream())
        .filter(holiday -> holiday.getDate().getYear() == year)
        .collect(
            Collectors.toUnmodifiableMap(
                Holiday::getDate, this::told, (one, other) -> one + ", " + other));
  }

  private String told(Holiday holiday) {
    return holiday.getDescription(Locale.ENGLISH) + " (" + place + ")";
  }

  /** The place, such as {@code es-md}. */
  @Override
  public String toString() {
    return "public holidays of " + place;
  }
}

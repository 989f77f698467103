// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.policy.NamePattern;
import dev.paastis.policy.PauseWindow;
import dev.paastis.schedule.DayCalendar;
import dev.paastis.schedule.OneOff;
import dev.paastis.schedule.WeekPlan;
import dev.paastis.schedule.Window;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads windows: the week, the zone, the days off, and how they treat apps. */
final class WindowReader {
  private static final int MOST_DAYS = 3_660;
  private static final Instant ANY_MONDAY = Instant.parse("2027-01-04T00:00:00Z");
  private static final WeekPlan STAND_IN = WeekPlan.parse("mon-fri 08:00-20:00");

  private final Calendars calendars;
  private final Map<String, PauseWindow> windows = new LinkedHashMap<>();

  WindowReader(Calendars calendars) {
    this.calendars = calendars;
  }

  Map<String, PauseWindow> windows() {
    return windows;
  }

  /** Reads one more. */
  void read(Section section) {
    section.only(
        "name",
        "zone",
        "awake",
        "pause",
        "holidays",
        "days-off",
        "work-on",
        "absence",
        "exceptions",
        "apps",
        "requests",
        "quiet",
        "start",
        "unused-mornings");
    String name = ConfigurationReader.name(section, "name", section.required("name", "nights"));
    ZoneId zone = zone(section);
    Window window = week(section, name, zone).withDaysOff(daysOff(section, zone));
    window = window.withOneOffs(exceptions(section, window.zone()));
    possible(section, window);
    NamePattern apps = section.has("apps") ? RuleReader.pattern(section, "apps") : null;
    PauseWindow read =
        new PauseWindow(
            window,
            apps,
            requests(section),
            section.duration("quiet", PauseWindow.DEFAULT_QUIET),
            !Boolean.FALSE.equals(RuleReader.yesOrNo(section, "start")),
            section.number("unused-mornings", PauseWindow.DEFAULT_UNUSED_MORNINGS, 1, 1000));
    if (windows.put(name, read) != null) {
      section.problem("name", "'" + name + "' is the name of another window already");
    }
  }

  private static Window week(Section section, String name, ZoneId zone) {
    if (section.has("awake") == section.has("pause")) {
      section.problem(
          "", "needs either awake or pause; write for example awake: mon-fri 08:00-20:00");
      return Window.awake(name, zone, STAND_IN);
    }
    String key = section.has("awake") ? "awake" : "pause";
    WeekPlan plan = plan(section, key);
    return key.equals("awake") ? Window.awake(name, zone, plan) : Window.pausing(name, zone, plan);
  }

  private static WeekPlan plan(Section section, String key) {
    try {
      return WeekPlan.parse(section.required(key, "mon-fri 08:00-20:00"));
    } catch (IllegalArgumentException e) {
      section.problem(key, String.valueOf(e.getMessage()));
      return STAND_IN;
    }
  }

  private static ZoneId zone(Section section) {
    String text = section.required("zone", "Europe/Paris");
    if (ZoneId.getAvailableZoneIds().contains(text)) {
      return ZoneId.of(text);
    }
    String near =
        ZoneId.getAvailableZoneIds().stream()
            .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(lastPart(text)))
            .sorted()
            .limit(3)
            .collect(Collectors.joining(", "));
    section.problem(
        "zone",
        "'%s' is not a zone; write for example %s"
            .formatted(text, near.isEmpty() ? "Europe/Paris or America/New_York" : near));
    return ZoneId.of("UTC");
  }

  private static String lastPart(String zone) {
    String lower = zone.toLowerCase(Locale.ROOT).replace(' ', '_');
    return lower.substring(lower.lastIndexOf('/') + 1);
  }

  private static boolean hasDaysOff(Section section) {
    return section.has("holidays") || section.has("days-off") || section.has("absence");
  }

  private DayCalendar daysOff(Section section, ZoneId zone) {
    DayCalendar all = DayCalendar.of(dates(section, "days-off", "a day off"));
    if (section.has("holidays")) {
      all = all.and(holidays(section));
    }
    if (section.has("absence")) {
      all = all.and(absences(section, zone));
    }
    Set<LocalDate> worked = dates(section, "work-on", "worked").keySet();
    return worked.isEmpty() ? all : all.except(worked);
  }

  private DayCalendar holidays(Section section) {
    String said = section.text("holidays", "fr");
    String[] parts = said.split("[/-]", 2);
    try {
      return calendars.holidays(parts[0], parts.length > 1 ? parts[1] : null);
    } catch (IllegalArgumentException e) {
      section.problem("holidays", String.valueOf(e.getMessage()));
      return DayCalendar.none();
    }
  }

  private DayCalendar absences(Section section, ZoneId zone) {
    String said = section.text("absence", "");
    try {
      return calendars.absences(URI.create(said), zone);
    } catch (IllegalArgumentException e) {
      section.problem("absence", String.valueOf(e.getMessage()));
      return DayCalendar.none();
    }
  }

  /** Dates, and stretches of dates with two dots between first and last. */
  private static Map<LocalDate, String> dates(Section section, String key, String why) {
    Map<LocalDate, String> dates = new HashMap<>();
    for (String text : section.texts(key)) {
      String[] ends = text.strip().split("\\.\\.", 2);
      try {
        LocalDate first = LocalDate.parse(ends[0].strip());
        LocalDate last = ends.length > 1 ? LocalDate.parse(ends[1].strip()) : first;
        if (last.isBefore(first) || first.plusDays(MOST_DAYS).isBefore(last)) {
          section.problem(key, "'" + text + "' must go from a date to a later one");
        } else {
          first.datesUntil(last.plusDays(1)).forEach(date -> dates.put(date, why));
        }
      } catch (DateTimeException e) {
        section.problem(
            key, "'%s' is no date; write 2026-12-24 or 2026-12-24..2027-01-02".formatted(text));
      }
    }
    return dates;
  }

  private static List<OneOff> exceptions(Section section, ZoneId zone) {
    List<OneOff> exceptions = new ArrayList<>();
    for (Section each : section.sections("exceptions")) {
      each.only("from", "until", "awake", "why");
      Instant from = time(each, "from", zone);
      Instant until = time(each, "until", zone);
      boolean awake = !Boolean.FALSE.equals(RuleReader.yesOrNo(each, "awake"));
      if (from == null || until == null) {
        continue;
      }
      try {
        exceptions.add(
            new OneOff(from, until, awake, each.text("why", awake ? "kept awake" : "paused")));
      } catch (IllegalArgumentException e) {
        each.problem("until", "must be later than from");
      }
    }
    return exceptions;
  }

  /** A local time of the window's zone; a date alone is its beginning. */
  private static @Nullable Instant time(Section section, String key, ZoneId zone) {
    String text = section.required(key, "2026-12-01 22:00").strip().replace(' ', 'T');
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atTime(LocalTime.MIDNIGHT).atZone(zone).toInstant()
          : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      section.problem(
          key, "'%s' is no local time; write for example 2026-12-01 22:00".formatted(text));
      return null;
    }
  }

  private static PauseWindow.Requests requests(Section section) {
    Set<String> known =
        Arrays.stream(PauseWindow.Requests.values())
            .map(PauseWindow.Requests::wire)
            .collect(Collectors.toCollection(TreeSet::new));
    String said = section.oneOf("requests", "wake", known);
    return Arrays.stream(PauseWindow.Requests.values())
        .filter(requests -> requests.wire().equals(said))
        .findFirst()
        .orElse(PauseWindow.Requests.WAKE);
  }

  /** Judged by its week alone: days off and exceptions come and go. */
  private static void possible(Section section, Window window) {
    Window week =
        window.plansAwake()
            ? Window.awake(window.name(), ZoneOffset.UTC, window.plan())
            : Window.pausing(window.name(), ZoneOffset.UTC, window.plan());
    if (!week.everAwake(ANY_MONDAY)) {
      section.problem("", "pauses for ever; write a rule with ignore, or put the apps to sleep");
    } else if (!week.everPauses(ANY_MONDAY) && !hasDaysOff(section) && window.oneOffs().isEmpty()) {
      section.problem("", "never pauses anything; leave it out");
    }
  }
}

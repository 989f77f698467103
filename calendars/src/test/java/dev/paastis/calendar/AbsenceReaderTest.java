// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AbsenceReaderTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
  private static final LocalDate UNTIL = LocalDate.of(2028, 1, 1);

  private static Absences read(String... events) throws IOException {
    StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\nVERSION:2.0\n");
    for (String event : events) {
      text.append("BEGIN:VEVENT\nSUMMARY:away\n")
          .append(event.replace(" | ", "\n"))
          .append("\nEND:VEVENT\n");
    }
    return readText(text.append("END:VCALENDAR\n").toString());
  }

  private static Absences readText(String text) throws IOException {
    return new AbsenceReader(PARIS, FROM, UNTIL).read(text);
  }

  private static String dates(Absences absences) {
    assertThat(absences.problems()).isEmpty();
    return String.join(
        " ", new TreeMap<>(absences.days()).keySet().stream().map(LocalDate::toString).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "DTSTART;VALUE=DATE:20270514, 2027-05-14",
    "DTSTART;VALUE=DATE:20270514 | DTEND;VALUE=DATE:20270514, 2027-05-14",
    "DTSTART;VALUE=DATE:20270514 | DTEND;VALUE=DATE:20270515, 2027-05-14",
    "DTSTART;VALUE=DATE:20270514 | DTEND;VALUE=DATE:20270517, 2027-05-14 2027-05-15 2027-05-16",
    "DTSTART;VALUE=DATE:20270514 | DURATION:P2D, 2027-05-14 2027-05-15",
    "DTSTART;VALUE=DATE:20251230 | DTEND;VALUE=DATE:20260103, 2026-01-01 2026-01-02",
    "DTSTART;VALUE=DATE:20271231 | DTEND;VALUE=DATE:99991231, 2027-12-31",
    "DTSTART;VALUE=DATE:20270514 | STATUS:CANCELLED, ''",
    "DTSTART:20270514T090000 | DTEND:20270514T180000, ''",
    "DTSTART:20270514T140000 | DTEND:20270517T100000, 2027-05-15 2027-05-16",
    "DTSTART;TZID=America/New_York:20270514T000000 | DTEND;TZID=America/New_York:20270515T000000,"
        + " 2027-05-14",
    "DTSTART:20270513T220000Z | DTEND:20270514T220000Z, 2027-05-14",
    "DTSTART:20270327T230000Z | DTEND:20270328T220000Z, 2027-03-28"
  })
  void an_event_is_off_on_the_days_that_it_covers_whole(String event, String days)
      throws IOException {
    assertThat(dates(read(event))).isEqualTo(days);
  }

  @ParameterizedTest
  @CsvSource({
    "DTSTART;VALUE=DATE:20270514 | RRULE:FREQ=WEEKLY;COUNT=3, 2027-05-14 2027-05-21 2027-05-28",
    "DTSTART;VALUE=DATE:20270514 | RRULE:FREQ=WEEKLY;UNTIL=20270521, 2027-05-14 2027-05-21",
    "DTSTART;VALUE=DATE:20270514 | RRULE:FREQ=WEEKLY;UNTIL=20270521T000000Z,"
        + " 2027-05-14 2027-05-21",
    "DTSTART;VALUE=DATE:20270514 | RRULE:FREQ=WEEKLY;COUNT=3 | EXDATE;VALUE=DATE:20270521,"
        + " 2027-05-14 2027-05-28",
    "DTSTART;VALUE=DATE:20270514 | RDATE;VALUE=DATE:20270601, 2027-05-14 2027-06-01",
    "DTSTART;VALUE=DATE:19801224 | RRULE:FREQ=YEARLY, 2026-12-24 2027-12-24",
    "DTSTART;VALUE=DATE:20260129 | RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30, ''",
    "DTSTART;TZID=America/New_York:20270514T000000 | DURATION:P1D |"
        + " RRULE:FREQ=DAILY;UNTIL=20270515T040000Z, 2027-05-14 2027-05-15",
    "DTSTART;TZID=Europe/Paris:20270514T000000 | DURATION:P1D | RRULE:FREQ=DAILY;COUNT=3 |"
        + " EXDATE:20270514T220000Z, 2027-05-14 2027-05-16"
  })
  void what_repeats_is_counted_as_the_calendar_shows_it(String event, String days)
      throws IOException {
    assertThat(dates(read(event))).isEqualTo(days);
  }

  @Test
  void a_repetition_that_was_moved_counts_where_it_is_now() throws IOException {
    Absences absences =
        read(
            "UID:1 | DTSTART;VALUE=DATE:20270514 | RRULE:FREQ=WEEKLY;COUNT=2",
            "UID:1 | DTSTART;VALUE=DATE:20270525 | RECURRENCE-ID;VALUE=DATE:20270521");
    assertThat(dates(absences)).isEqualTo("2027-05-14 2027-05-25");
  }

  @Test
  void a_zone_that_the_feed_defines_itself_is_used() throws IOException {
    Absences absences =
        readText(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VTIMEZONE
            TZID:Office
            BEGIN:STANDARD
            DTSTART:19700101T000000
            TZOFFSETFROM:-0500
            TZOFFSETTO:-0500
            END:STANDARD
            END:VTIMEZONE
            BEGIN:VEVENT
            SUMMARY:Shut-down
            DTSTART;TZID=Office:20270514T000000
            DTEND;TZID=Office:20270515T000000
            RRULE:FREQ=DAILY;UNTIL=20270515T050000Z
            END:VEVENT
            END:VCALENDAR
            """);
    assertThat(dates(absences)).isEqualTo("2027-05-14 2027-05-15");
    assertThat(absences.days()).containsValue("Shut-down");
  }

  @Test
  void several_events_of_a_day_are_all_told() throws IOException {
    String day = "DTSTART;VALUE=DATE:20270514";
    assertThat(read(day + " | SUMMARY:b", day + " | SUMMARY:c").days()).hasSize(1);
    String text =
        """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        SUMMARY:Ann
        DTSTART;VALUE=DATE:20270514
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:Bob\\nand more
        DTSTART;VALUE=DATE:20270514
        END:VEVENT
        END:VCALENDAR
        """;
    assertThat(readText(text).days()).containsValue("Ann, Bob and more");
  }

  @ParameterizedTest
  @CsvSource({
    "RRULE:FREQ=SECONDLY, repeats within a day",
    "RRULE:FREQ=MINUTELY;INTERVAL=5, repeats within a day",
    "RRULE:FREQ=HOURLY;COUNT=3, repeats within a day",
    "'RRULE:FREQ=DAILY;BYHOUR=1,2,3', repeats within a day"
  })
  void what_repeats_within_a_day_is_left_out_and_told(String rule, String why) throws IOException {
    Absences absences = read("DTSTART:20270514T000000 | DURATION:P1D | " + rule);
    assertThat(absences.days()).isEmpty();
    assertThat(absences.problems()).singleElement().asString().contains("\"away\"", why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=1;BYYEARDAY=366",
        "FREQ=YEARLY;INTERVAL=2147483647",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=YEARLY;BYWEEKNO=99",
        "FREQ=DAILY;COUNT=-1"
      })
  void a_rule_that_hardly_ever_matches_ends_soon(String rule) {
    assertThatNoException()
        .isThrownBy(() ->
            assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> read("DTSTART;VALUE=DATE:20270514 | RRULE:" + rule)));
  }

  @Test
  void a_flood_of_repetitions_ends_soon() throws IOException {
    String[] events = new String[3000];
    Arrays.fill(events, "DTSTART;VALUE=DATE:19700101 | RRULE:FREQ=DAILY");
    Absences absences = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> read(events));
    assertThat(absences.problems()).anyMatch(text -> text.contains("too often"));
    assertThat(read("DTSTART;VALUE=DATE:00010101 | RRULE:FREQ=DAILY").problems())
        .singleElement()
        .asString()
        .contains("before 1970");
  }

  @Test
  void a_line_that_cannot_be_read_is_told_and_the_rest_counts() throws IOException {
    Absences absences = read("DTSTART:tomorrow", "DTSTART;VALUE=DATE:20270514");
    assertThat(absences.days()).containsOnlyKeys(LocalDate.of(2027, 5, 14));
    assertThat(absences.problems()).singleElement().asString().contains("line 5, DTSTART");
  }

  @Test
  void a_date_that_does_not_exist_is_told_and_the_rest_counts() throws IOException {
    Absences absences =
        read("DTSTART;VALUE=DATE:20271405", "DTSTART;VALUE=DATE:20270514", "SUMMARY:no date");
    assertThat(absences.days()).containsOnlyKeys(LocalDate.of(2027, 5, 14));
    assertThat(absences.problems()).singleElement().asString().contains("has no real date");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html><body>Sign in</body></html>", "BEGIN:VCARD\nEND:VCARD\n"})
  void what_is_no_calendar_is_refused(String text) {
    assertThatThrownBy(() -> readText(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no iCalendar");
  }
}

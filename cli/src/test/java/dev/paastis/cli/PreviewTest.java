// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.ForecastView;
import dev.paastis.api.ForecastView.DayOff;
import dev.paastis.api.ForecastView.Start;
import dev.paastis.api.ForecastView.Stretch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  @TempDir private Path home;
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    server.on("GET /apps/shop", Json.write(Samples.app("shop", "awake")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Run paastis(boolean colour, String... words) {
    return Run.of(
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN),
        home,
        colour,
        words);
  }

  /** Awake from eight to eight, paused at night, pinned for the first two hours. */
  private static ForecastView forecast(String name, Instant from, int days, ZoneId zone) {
    Instant until = from.plus(Duration.ofDays(days));
    Instant pin = from.plus(Duration.ofHours(2));
    List<Stretch> stretches = new ArrayList<>();
    List<Start> starts = new ArrayList<>();
    stretches.add(new Stretch(from, pin, "kept-awake", "it is pinned", "anna"));
    LocalDate day = from.atZone(zone).toLocalDate();
    Instant at = pin;
    while (at.isBefore(until)) {
      Instant evening = day.atTime(20, 0).atZone(zone).toInstant();
      Instant morning = day.plusDays(1).atTime(8, 0).atZone(zone).toInstant();
      if (at.isBefore(evening)) {
        stretches.add(new Stretch(at, evening, "on-demand", "asleep after 15 min", "default"));
        at = evening;
      }
      stretches.add(new Stretch(at, morning, "paused", "window nights", "rule 1"));
      starts.add(new Start(morning, null, "window nights ends"));
      at = morning;
      day = day.plusDays(1);
    }
    DayOff off = new DayOff(from.atZone(zone).toLocalDate(), "Shop Day (fr)", "nights");
    return new ForecastView(
        "id-" + name, name, "awake", from, until, stretches, starts, List.of(off), null);
  }

  private static String drawn(String local, int days) {
    Instant from = LocalDateTime.parse(local).atZone(PARIS).toInstant();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new DayLines(forecast("shop", from, days, PARIS), days, PARIS)
        .print(new Terminal(stream, stream, false, false));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void one_app_has_a_line_for_each_day_and_a_column_for_each_half_hour() {
    server.on(
        "GET /apps/id-shop/forecast?days=2",
        Json.write(forecast("shop", Run.NOW, 2, ZoneId.of("UTC"))));

    assertThat(paastis(false, "preview", "shop", "--days", "2").out())
        .startsWith(
            """
            shop, the next 2 days in Z

                        00  02  04  06  08  10  12  14  16  18  20  22
            Fri 20 Nov                          ████▒▒▒▒▒▒▒▒▒▒▒▒········  Shop Day (fr)
            Sat 21 Nov  ················↑▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒········

            █ kept awake
            ▒ on demand: asleep when idle, woken by a request
            · paused
            ↑ started to be ready then, if it ran as its pause began

            WHAT        FIRST  WHY                  SAID BY
            kept-awake  12:00  it is pinned         anna
            on-demand   14:00  asleep after 15 min  default
            paused      20:00  window nights        rule 1
            """);
  }

  @Test
  void hour_that_clocks_skip_is_blank_and_the_day_says_so() {
    assertThat(drawn("2027-03-27T12:00", 2).lines())
        .contains(
            "Sun 28 Mar  ····  ··········↑▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒········  23 h: clocks go"
                + " forward");
  }

  @Test
  void hour_that_comes_twice_keeps_the_columns_in_place() {
    assertThat(drawn("2026-10-24T12:00", 2).lines())
        .contains(
            "Sun 25 Oct  ················↑▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒········  25 h: clocks go back");
    assertThat(drawn("2026-10-25T00:30", 1).lines())
        .as("pinned until 02:30 the first time: awake, then not")
        .contains(
            "Sun 25 Oct   ███±▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒········  Shop Day (fr); 25 h:"
                + " clocks go back");
  }

  @Test
  void all_apps_have_a_line_each_within_a_hundred_columns() {
    ZoneId utc = ZoneId.of("UTC");
    server.on(
        "GET /forecast?days=14",
        Samples.page(
            forecast("shop", Run.NOW, 14, utc),
            forecast("an-app-with-a-very-long-name-indeed", Run.NOW, 14, utc)));

    List<String> lines = paastis(false, "preview").out().lines().toList();

    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    assertThat(lines.get(0)).contains("Fr20 Sa21 Su22");
    assertThat(lines.get(1)).startsWith("shop                        ▒· ·↑▒· ·↑▒·");
    assertThat(lines.get(2)).startsWith("an-app-with-a-very-long…    ▒· ·↑▒·");
  }

  @Test
  void two_months_and_one_day_fit_as_well() {
    ZoneId utc = ZoneId.of("UTC");
    for (int days : List.of(1, 7, 25, 60)) {
      server.on("GET /forecast?days=" + days, Samples.page(forecast("shop", Run.NOW, days, utc)));
      assertThat(paastis(false, "preview", "--days", "" + days).out().lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }
    Run wrong = paastis(false, "preview", "--days", "61");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--days", "1 to 60");
  }

  @Test
  void colours_only_where_there_are_any_and_json_as_the_api_answers() {
    server.on("GET /forecast?days=14", Samples.page(forecast("shop", Run.NOW, 1, PARIS)));

    assertThat(paastis(true, "preview").out()).contains("\u001b[32m█\u001b[0m");
    assertThat(paastis(false, "preview").out()).doesNotContain("\u001b");
    assertThat(Json.read(paastis(false, "preview", "-o", "json").out()).path("items").size())
        .isEqualTo(1);
  }
}

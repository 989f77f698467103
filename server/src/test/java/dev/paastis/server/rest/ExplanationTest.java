// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import static dev.paastis.server.rest.Situation.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.EventType;
import dev.paastis.app.Wall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What people read who ask why an app is as it is. Each situation has its file in {@code
 * src/test/resources/explanations}; {@code -Dpaastis.explanations=write} writes them anew, to be
 * read before they are kept.
 */
final class ExplanationTest {
  private static final Path FOLDER = Path.of("src/test/resources/explanations");
  private static final String NOON = "2026-11-20T12:00";
  private static final String NIGHT =
      "window nights pauses it: outside mon-fri 08:00-20:00 Europe/Paris";
  private static final String WEEK =
      """
      windows:
        - name: nights
          zone: Europe/Paris
          awake: mon-fri 08:00-20:00
          apps: "shop.*"
      """;

  @Test
  void idle_soon() throws IOException {
    Situation now = new Situation(NOON, "Somebody used it ten minutes ago.", "");
    now.app("shop-api")
        .usedAt("2026-11-20T11:50")
        .awakeSince("2026-11-20T09:12")
        .happened(at("2026-11-20T09:12"), EventType.WOKEN, Cause.Kind.REQUEST, "GET /orders");
    told(now, "idle-soon", null);
  }

  @Test
  void idle_now() throws IOException {
    Situation now = new Situation(NOON, "Nobody used it for twenty minutes.", "");
    now.app("shop-api").usedAt("2026-11-20T11:40").awakeSince("2026-11-20T09:12");
    told(now, "idle-now", null);
  }

  @Test
  void at_work_without_requests() throws IOException {
    Situation now =
        new Situation(NOON, "Nobody used it for twenty minutes, and it imports something.", "");
    now.app("shop-api")
        .usedAt("2026-11-20T11:40")
        .foundAtWorkAt("2026-11-20T11:55")
        .awakeSince("2026-11-20T09:12");
    told(now, "at-work-without-requests", null);
  }

  @Test
  void pinned() throws IOException {
    Situation now = new Situation(NOON, "Anna keeps it awake for a demo at night.", WEEK);
    now.app("shop-api")
        .usedAt("2026-11-20T10:02")
        .pinnedUntil(at("2026-11-20T21:00"))
        .awakeSince("2026-11-20T09:12");
    told(now, "pinned", null);
  }

  @Test
  void pinned_without_end() throws IOException {
    Situation now = new Situation(NOON, "Anna keeps it awake until she says otherwise.", WEEK);
    now.app("shop-api").pinnedUntil(Instant.MAX).awakeSince("2026-11-20T09:12");
    told(now, "pinned-without-end", null);
  }

  @Test
  void pinned_while_asleep() throws IOException {
    Situation now = new Situation(NOON, "Anna pinned it while it slept; a pin wakes nothing.", "");
    now.app("shop-api").pinnedUntil(at("2026-11-20T21:00")).asleepSince("2026-11-20T09:12");
    told(now, "pinned-while-asleep", null);
  }

  @Test
  void production() throws IOException {
    Situation now = new Situation(NOON, "It was taken over as production.", WEEK);
    now.app("shop-api")
        .production(Wall.standing("customers order here"))
        .awakeSince("2026-10-02T08:00");
    told(now, "production", null);
  }

  @Test
  void production_lifted() throws IOException {
    Situation now = new Situation(NOON, "Its protection was lifted in October.", "");
    now.app("shop-api")
        .production(
            Wall.standing("customers order here")
                .liftedBy("lou", "moved to another shop", at("2026-10-09T15:00")))
        .usedAt("2026-11-20T11:50")
        .awakeSince("2026-11-20T09:12");
    told(now, "production-lifted", null);
  }

  @Test
  void never_sleeps() throws IOException {
    Situation now =
        new Situation(
            NOON,
            "Nobody used it since yesterday.",
            """
            rules:
              - name: always on
                pattern: shop-api
                never-sleep: true
            """);
    now.app("shop-api").usedAt("2026-11-19T16:40").awakeSince("2026-11-16T09:12");
    told(now, "never-sleeps", null);
  }

  @Test
  void ignored() throws IOException {
    Situation now =
        new Situation(
            NOON,
            "Nobody used it since yesterday.",
            """
            rules:
              - pattern: "shop-.*"
                ignore: true
            """);
    now.app("shop-api").usedAt("2026-11-19T16:40").awakeSince("2026-11-16T09:12");
    told(now, "ignored", null);
  }

  @Test
  void grace_after_a_deploy() throws IOException {
    Situation now = new Situation("2026-11-20T20:30", "It was deployed ten minutes ago.", WEEK);
    now.app("shop-api")
        .usedAt("2026-11-20T17:40")
        .awakeSince("2026-11-20T09:12", at("2026-11-20T20:20"))
        .happened(at("2026-11-20T20:20"), EventType.DEPLOYED, Cause.Kind.DRIFT, "deployed");
    told(now, "grace-after-deploy", null);
  }

  @Test
  void grace_after_a_start_by_hand() throws IOException {
    Situation now =
        new Situation(
            "2026-11-21T15:00",
            "Somebody started it at the platform, on a Saturday.",
            "grace: 2h\n" + WEEK);
    now.app("shop-api")
        .awakeSince("2026-11-21T14:30", at("2026-11-21T14:30"))
        .happened(
            at("2026-11-21T14:30"),
            EventType.FOUND_AWAKE,
            Cause.Kind.DRIFT,
            "started at the platform");
    told(now, "grace-after-start-by-hand", null);
  }

  @Test
  void minimum_time_awake() throws IOException {
    Situation now =
        new Situation(
            NOON,
            "A monitor woke it half an hour ago, and nobody came since.",
            """
            rules:
              - name: slow starters
                pattern: "shop-.*"
                minimum-awake: 2h
            """);
    now.app("shop-api").usedAt("2026-11-20T11:31").awakeSince("2026-11-20T11:30");
    told(now, "minimum-awake", null);
  }

  @Test
  void used_within_a_window() throws IOException {
    Situation now =
        new Situation("2026-11-20T20:02", "Somebody works late, and did so a minute ago.", WEEK);
    now.app("shop-api").usedAt("2026-11-20T20:01").awakeSince("2026-11-20T08:00");
    told(now, "within-a-window", null);
  }

  @Test
  void before_a_window() throws IOException {
    Situation now =
        new Situation(
            "2026-11-20T19:30",
            "The evening comes.",
            WEEK
                + """
                rules:
                  - pattern: "shop.*"
                    idle-timeout: 4h
                """);
    now.app("shop-api").usedAt("2026-11-20T19:10").awakeSince("2026-11-20T08:00");
    told(now, "before-a-window", null);
  }

  @Test
  void window_that_refuses() throws IOException {
    Situation now =
        new Situation("2026-11-20T22:00", "The night has begun.", WEEK + "    requests: refuse\n");
    now.app("shop-api")
        .usedAt("2026-11-20T18:00")
        .asleepSince("2026-11-20T20:00")
        .happened(at("2026-11-20T20:00"), EventType.FELL_ASLEEP, Cause.Kind.WINDOW, NIGHT)
        .pausedAt("2026-11-20T20:00", 0);
    told(now, "window-refuses", null);
  }

  @Test
  void member_of_its_group_keeps_it_awake() throws IOException {
    Situation now = new Situation(NOON, "shop-api and shop-db sleep and wake together.", "");
    now.app("shop-api").in("shop", 2).usedAt("2026-11-20T10:00").awakeSince("2026-11-20T09:12");
    now.app("shop-db").in("shop", 1).usedAt("2026-11-20T11:55").awakeSince("2026-11-20T09:12");
    told(now, "group-member-in-use", null);
  }

  @Test
  void member_of_its_group_is_being_woken() throws IOException {
    Situation now = new Situation(NOON, "shop-db is on its way.", "");
    now.app("shop-api").in("shop", 2).usedAt("2026-11-20T10:00").awakeSince("2026-11-20T09:12");
    now.app("shop-db").in("shop", 1).wakingSince("2026-11-20T11:59");
    told(now, "group-member-being-woken", null);
  }

  @Test
  void dry_run() throws IOException {
    Situation now =
        new Situation(
            NOON,
            "Its account is tried out.",
            """
            rules:
              - name: first look
                account: agency
                idle-timeout: 30m
                dry-run: true
            """);
    now.app("shop-api").usedAt("2026-11-20T11:00").awakeSince("2026-11-16T09:12");
    told(now, "dry-run", null);
  }

  @Test
  void asleep_until_the_morning() throws IOException {
    Situation now = new Situation("2026-11-21T11:00", "It is weekend.", WEEK);
    now.app("shop-api")
        .usedAt("2026-11-20T18:00")
        .asleepSince("2026-11-20T20:00")
        .happened(at("2026-11-20T20:00"), EventType.FELL_ASLEEP, Cause.Kind.WINDOW, NIGHT)
        .pausedAt("2026-11-20T20:00", 0);
    told(now, "asleep-until-morning", null);
  }

  @Test
  void asleep_until_its_first_request() throws IOException {
    Situation now =
        new Situation("2026-11-19T23:00", "Nobody used it on three mornings in a row.", WEEK);
    now.app("shop-api")
        .usedAt("2026-11-13T18:00")
        .asleepSince("2026-11-19T20:00")
        .happened(at("2026-11-19T20:00"), EventType.FELL_ASLEEP, Cause.Kind.WINDOW, NIGHT)
        .pausedAt("2026-11-19T20:00", 3);
    told(now, "asleep-until-first-request", null);
  }

  @Test
  void unknown_state() throws IOException {
    Situation now = new Situation(NOON, "The platform does not answer.", "");
    now.app("shop-api").unknownSince("2026-11-20T11:58", "no answer to the stop within 30 s");
    told(now, "unknown-state", null);
  }

  @Test
  void windows_that_overlap() throws IOException {
    Situation now =
        new Situation(
            "2026-12-24T21:00",
            "It is Christmas Eve.",
            """
            windows:
              - name: nights
                zone: Europe/Paris
                awake: mon-fri 08:00-20:00
                holidays: fr
                apps: "shop.*"
              - name: shut-down
                zone: Europe/Paris
                awake: mon-sun 00:00-24:00
                days-off: ["2026-12-24..2027-01-03"]
                requests: click
                apps: "shop.*"
            """);
    now.app("shop-api")
        .usedAt("2026-12-23T16:00")
        .asleepSince("2026-12-24T00:00")
        .happened(
            at("2026-12-24T00:00"),
            EventType.FELL_ASLEEP,
            Cause.Kind.WINDOW,
            "window shut-down pauses it: a day off")
        .pausedAt("2026-12-24T00:00", 0);
    told(now, "overlapping-windows", null);
  }

  @Test
  void night_of_a_clock_change() throws IOException {
    Situation now =
        new Situation(
            "2026-10-24T22:30",
            "Clocks go back tonight: the night has thirteen hours, and 02:30 comes twice.",
            WEEK.replace("mon-fri", "mon-sun"));
    now.app("shop-api")
        .usedAt("2026-10-24T19:00")
        .pinnedUntil(Instant.parse("2026-10-25T01:30:00Z"))
        .awakeSince("2026-10-24T08:00");
    told(now, "clock-change-night", null);
  }

  @Test
  void morning_after_a_clock_change() throws IOException {
    Situation now =
        new Situation(
            "2026-10-24T22:30",
            "Clocks go back tonight, and somebody asks about the morning.",
            WEEK.replace("mon-fri", "mon-sun"));
    now.app("shop-api")
        .usedAt("2026-10-24T18:00")
        .asleepSince("2026-10-24T20:00")
        .happened(
            at("2026-10-24T20:00"),
            EventType.FELL_ASLEEP,
            Cause.Kind.WINDOW,
            "window nights pauses it: outside daily 08:00-20:00 Europe/Paris")
        .pausedAt("2026-10-24T20:00", 0);
    told(now, "morning-after-clock-change", at("2026-10-25T08:00"));
  }

  @Test
  void time_to_come() throws IOException {
    Situation now = new Situation(NOON, "Somebody asks about the evening.", WEEK);
    now.app("shop-api").usedAt("2026-11-20T11:50").awakeSince("2026-11-20T09:12");
    told(now, "time-to-come", at("2026-11-20T21:00"));
  }

  private static void told(Situation situation, String file, @Nullable Instant later)
      throws IOException {
    String told = situation.told("shop-api", later);
    Path golden = FOLDER.resolve(file + ".txt");
    if (System.getProperty("paastis.explanations", "").equals("write")) {
      Files.writeString(golden, told);
    }
    assertThat(golden).content().isEqualTo(told);
  }
}

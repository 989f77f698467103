// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.app.StateName;
import dev.paastis.savings.LedgerInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A short timeline, drawn as rectangles on a line of {@link #WIDTH} units.
 *
 * @param parts from left to right
 * @param span what it covers, for people
 */
public record Strip(List<Part> parts, String span) {
  /** Its width. */
  public static final int WIDTH = 1000;

  /** The narrowest rectangle that can still be seen. */
  private static final double VISIBLE = 4;

  static Strip of(List<LedgerInterval> intervals, Window window) {
    return new Strip(
        intervals.stream().flatMap(part -> draw(part, window)).toList(), window.label());
  }

  private static Stream<Part> draw(LedgerInterval part, Window window) {
    Instant end = part.to() == null ? window.to() : part.to();
    double left = window.x(part.from());
    double width = window.x(end) - left;
    if (width <= 0) {
      return Stream.empty();
    }
    boolean brief = part.state() == StateName.WAKING || part.state() == StateName.FALLING_ASLEEP;
    double drawn = brief ? Math.max(width, VISIBLE) : width;
    String title = part.state().wire().replace('-', ' ') + " for " + length(part, end);
    return Stream.of(new Part(left, drawn, part.state().wire(), title));
  }

  private static String length(LedgerInterval part, Instant end) {
    return Words.seconds(Duration.between(part.from(), end));
  }

  /**
   * One rectangle.
   *
   * @param x its left side
   * @param width its width
   * @param state wire name of the state
   * @param title shown when pointed at
   */
  public record Part(double x, double width, String state, String title) {}

  /**
   * The time that strips of one page cover.
   *
   * @param from left side
   * @param to right side
   */
  record Window(Instant from, Instant to) {
    private static final Duration YOUNG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofDays(1);

    /** A day; an hour or ten minutes while the oldest interval is younger than that. */
    static Window ending(Instant now, List<LedgerInterval> known) {
      Instant oldest = known.stream().map(LedgerInterval::from).min(Instant::compareTo).orElse(now);
      Duration age = Duration.between(oldest, now);
      Duration span = age.compareTo(YOUNG) <= 0 ? YOUNG : age.compareTo(SHORT) <= 0 ? SHORT : LONG;
      return new Window(now.minus(span), now);
    }

    String label() {
      long minutes = Duration.between(from, to).toMinutes();
      return minutes == 10 ? "Last 10 min" : minutes == 60 ? "Last hour" : "Last 24 h";
    }

    double x(Instant at) {
      double all = Duration.between(from, to).toMillis();
      double part = Duration.between(from, at).toMillis();
      return Math.clamp(part / all, 0, 1) * WIDTH;
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ForecastView;
import dev.paastis.api.ForecastView.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A forecast, cut into pieces of time that are drawn as one character each.
 *
 * @param forecast what will be
 */
record Stretches(ForecastView forecast) {
  /** What a piece shows. */
  enum Mark {
    /** Nothing puts it to sleep. */
    KEPT_AWAKE("kept-awake", "█", Style.GREEN, "kept awake"),
    /** It sleeps when idle. */
    ON_DEMAND("on-demand", "▒", Style.PLAIN, "on demand: asleep when idle, woken by a request"),
    /** A window has it asleep. */
    PAUSED("paused", "·", Style.DIM, "paused"),
    /** It is started by then. */
    START("", "↑", Style.YELLOW, "started to be ready then, if it ran as its pause began"),
    /** Nothing is known of that time. */
    NOTHING("", " ", Style.PLAIN, "");

    private final String wire;
    private final String symbol;
    private final Style style;
    private final String words;

    Mark(String wire, String symbol, Style style, String words) {
      this.wire = wire;
      this.symbol = symbol;
      this.style = style;
      this.words = words;
    }

    private static Mark of(String wire) {
      return Arrays.stream(values())
          .filter(mark -> mark.wire.equals(wire))
          .findFirst()
          .orElse(NOTHING);
    }

    private String drawn(Terminal terminal) {
      return terminal.paint(style, symbol);
    }
  }

  /** The character of that time: a start, or what holds longest. */
  String drawn(Instant from, Instant until, Terminal terminal) {
    return mark(from, until).drawn(terminal);
  }

  private Mark mark(Instant from, Instant until) {
    boolean start =
        forecast.starts().stream()
            .anyMatch(one -> !one.ready().isBefore(from) && one.ready().isBefore(until));
    if (start) {
      return Mark.START;
    }
    Map<Mark, Duration> times = new EnumMap<>(Mark.class);
    for (Stretch stretch : forecast.stretches()) {
      Duration overlap =
          Duration.between(later(from, stretch.from()), earlier(until, stretch.until()));
      if (overlap.isPositive()) {
        times.merge(Mark.of(stretch.kind()), overlap, Duration::plus);
      }
    }
    return times.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(Mark.NOTHING);
  }

  /** What the characters mean. */
  static void legend(Terminal terminal) {
    for (Mark mark : Mark.values()) {
      if (mark != Mark.NOTHING) {
        terminal.print(mark.drawn(terminal) + " " + mark.words);
      }
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}

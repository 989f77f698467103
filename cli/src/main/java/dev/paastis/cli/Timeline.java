// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.IntervalView;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A strip of states with shares and a table.
 *
 * @param intervals oldest first, without overlap
 * @param from left end
 * @param to right end
 */
record Timeline(List<IntervalView> intervals, Instant from, Instant to) {
  private static final int STEPS = 72;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  void print(Session session) {
    Terminal terminal = session.terminal();
    terminal.print(strip(terminal));
    String left = Words.relative(from, to);
    terminal.print(left + " ".repeat(STEPS - left.length() - 3) + "now");
    terminal.print(shares());
    terminal.print("");
    table(session).print(terminal);
  }

  private String strip(Terminal terminal) {
    StringBuilder strip = new StringBuilder();
    Duration step = Duration.between(from, to).dividedBy(STEPS);
    for (int i = 0; i < STEPS; i++) {
      Instant begin = from.plus(step.multipliedBy(i));
      @Nullable StateMark mark = longest(times(begin, begin.plus(step)));
      strip.append(mark == null ? " " : terminal.paint(mark.style(), mark.block()));
    }
    return strip.toString();
  }

  private String shares() {
    StringBuilder text = new StringBuilder();
    Duration whole = Duration.between(from, to);
    times(from, to)
        .forEach((mark, time) ->
            text.append(text.isEmpty() ? "" : "   ")
                .append(mark.block())
                .append(' ')
                .append(mark.wire())
                .append(' ')
                .append(Math.round(100.0 * time.toMillis() / whole.toMillis()))
                .append(" % (")
                .append(Words.length(time))
                .append(')'));
    return text.isEmpty() ? "nothing is known of that time" : text.toString();
  }

  private Table table(Session session) {
    Table table = new Table("STATE", "FROM", "TO", "FOR");
    for (IntervalView interval : intervals.reversed()) {
      table.row(
          StateMark.cell(interval.state()),
          Cell.of(time(session, interval.from())),
          Cell.of(interval.to() == null ? "now" : time(session, interval.to())),
          Cell.of(Words.length(Duration.between(interval.from(), end(interval)))));
    }
    return table;
  }

  private static String time(Session session, Instant moment) {
    return TIME.format(moment.atZone(session.surroundings().zone()));
  }

  /** How long each state lasted between two moments. */
  private Map<StateMark, Duration> times(Instant begin, Instant end) {
    Map<StateMark, Duration> times = new EnumMap<>(StateMark.class);
    for (IntervalView interval : intervals) {
      Duration overlap =
          Duration.between(later(begin, interval.from()), earlier(end, end(interval)));
      if (overlap.isPositive()) {
        times.merge(StateMark.of(interval.state()), overlap, Duration::plus);
      }
    }
    return times;
  }

  private static @Nullable StateMark longest(Map<StateMark, Duration> times) {
    return times.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private Instant end(IntervalView interval) {
    Instant end = interval.to();
    return end == null ? to : end;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}

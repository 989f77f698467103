// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.app.StateName;
import dev.paastis.savings.LedgerInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the charts of an app's page show; times in milliseconds since 1970, for the browser.
 *
 * @param from begin of the timeline
 * @param to its end
 * @param intervals its parts
 * @param wakes the wakes that ended well
 */
record Charts(long from, long to, List<Part> intervals, List<Wake> wakes) {
  /** The timeline from the window, the wakes from all that is given. */
  static Charts of(List<LedgerInterval> all, Strip.Window window) {
    Instant now = window.to();
    List<Part> parts =
        all.stream()
            .filter(part -> end(part, now).isAfter(window.from()))
            .map(part -> part(part, window))
            .toList();
    List<Wake> wakes =
        IntStream.range(1, all.size())
            .filter(i -> all.get(i).state() == StateName.AWAKE)
            .filter(i -> all.get(i - 1).state() == StateName.WAKING)
            .mapToObj(i -> wake(all.get(i - 1), now))
            .toList();
    return new Charts(window.from().toEpochMilli(), now.toEpochMilli(), parts, wakes);
  }

  private static Part part(LedgerInterval part, Strip.Window window) {
    Instant begin = part.from().isBefore(window.from()) ? window.from() : part.from();
    return new Part(
        part.state().wire(), begin.toEpochMilli(), end(part, window.to()).toEpochMilli());
  }

  private static Wake wake(LedgerInterval part, Instant now) {
    long took = Duration.between(part.from(), end(part, now)).toMillis();
    return new Wake(part.from().toEpochMilli(), took);
  }

  private static Instant end(LedgerInterval part, Instant now) {
    return part.to() == null ? now : part.to();
  }

  /**
   * A part of the timeline.
   *
   * @param state wire name
   * @param from begin
   * @param to end
   */
  record Part(String state, long from, long to) {}

  /**
   * A wake.
   *
   * @param at when it began
   * @param took how long, in milliseconds
   */
  record Wake(long at, long took) {}
}

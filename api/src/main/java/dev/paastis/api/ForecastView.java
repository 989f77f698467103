// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules will have of an app, whoever uses it or not.
 *
 * @param app its id
 * @param name its name
 * @param state its state now, as in {@link AppView}
 * @param from beginning, inclusive
 * @param until end, exclusive
 * @param stretches without gaps, in their order
 * @param starts by the ends of windows, if it runs as they begin
 * @param daysOff days off of the windows that pause it
 * @param dryRun who says that nothing of this is done, {@code null} when nobody does
 */
public record ForecastView(
    String app,
    String name,
    String state,
    Instant from,
    Instant until,
    List<Stretch> stretches,
    List<Start> starts,
    List<DayOff> daysOff,
    @Nullable String dryRun) {
  /** Copies the lists. */
  public ForecastView {
    stretches = List.copyOf(stretches);
    starts = List.copyOf(starts);
    daysOff = List.copyOf(daysOff);
  }

  /**
   * A stretch of time in which the same holds.
   *
   * @param from inclusive
   * @param until exclusive
   * @param kind {@code kept-awake}, {@code on-demand} or {@code paused}
   * @param why for people
   * @param by who said so, {@code null} where it is a fact
   */
  public record Stretch(
      Instant from, Instant until, String kind, String why, @Nullable String by) {}

  /**
   * A start that is to be expected.
   *
   * @param ready when the app is to be ready
   * @param begins when it is begun, {@code null} while that is not planned yet
   * @param why for people
   */
  public record Start(Instant ready, @Nullable Instant begins, String why) {}

  /**
   * A day off.
   *
   * @param date in the window's zone
   * @param name for people, such as a holiday's
   * @param window the window
   */
  public record DayOff(LocalDate date, String name, String window) {}
}

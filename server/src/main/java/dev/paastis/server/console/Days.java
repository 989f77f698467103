// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days ahead of an app, drawn as lines of 24 hours.
 *
 * @param days from today on
 * @param always what holds all the time, {@code null} when that changes
 * @param zone whose hours they are
 * @param zoneOf the window whose zone that is, {@code null} without windows
 * @param dryRun who says that it is only told, {@code null} when nobody does
 */
public record Days(
    List<Day> days,
    @Nullable String always,
    String zone,
    @Nullable String zoneOf,
    @Nullable String dryRun) {
  /** Copies the days. */
  public Days {
    days = List.copyOf(days);
  }

  /**
   * A line.
   *
   * @param label the date
   * @param off why it is a day off, {@code null} when it is none
   * @param clocks what its clock change does, {@code null} without one
   * @param bars from left to right; the past is left blank
   * @param starts when it is started
   * @param text all of it in words
   */
  public record Day(
      String label,
      @Nullable String off,
      @Nullable String clocks,
      List<Bar> bars,
      List<Mark> starts,
      String text) {
    /** Copies the lists. */
    public Day {
      bars = List.copyOf(bars);
      starts = List.copyOf(starts);
    }
  }

  /**
   * A rectangle.
   *
   * @param x its left side, as a share of the line
   * @param width its width, as a share of the line
   * @param kind {@code kept-awake}, {@code on-demand}, {@code paused} or {@code skipped}
   * @param title shown when pointed at
   */
  public record Bar(String x, String width, String kind, String title) {}

  /**
   * A dot.
   *
   * @param x its middle, as a share of the line
   * @param title shown when pointed at
   */
  public record Mark(String x, String title) {}
}

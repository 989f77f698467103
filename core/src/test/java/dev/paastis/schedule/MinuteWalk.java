// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.HashSet;
import java.util.Set;

/**
 * The reference of a window: walks the clock on the wall minute by minute, knowing of zones only
 * their offset at an instant, and lets spans begin and end when the clock strikes their times. A
 * time strikes when the clock shows it first; a time that the clock skips strikes as much later as
 * the clock has skipped.
 */
final class MinuteWalk {
  private static final long DAY = 1440;

  private final ZoneRules rules;
  private final RandomWindow window;
  private final Set<Began> open = new HashSet<>();
  private final Set<Began> closed = new HashSet<>();
  private long minute;
  private long lastShown;
  private long skippedFrom;
  private long skippedUntil;

  /** Begins some days before, so that what reaches into the first day has begun. */
  MinuteWalk(RandomWindow window, ZoneId zone, LocalDate from) {
    this.window = window;
    this.rules = zone.getRules();
    long first = (from.toEpochDay() - 20) * DAY;
    this.minute = first;
    this.lastShown = shown() - 1;
    step();
    while (minute < from.toEpochDay() * DAY) {
      next();
    }
  }

  /** The instant that it has come to. */
  Instant now() {
    return Instant.ofEpochSecond(minute * 60);
  }

  /** Goes one minute on. */
  void next() {
    minute++;
    step();
  }

  /** Whether the window pauses in this minute. */
  boolean paused() {
    boolean paused = window.awake() == open.isEmpty();
    for (OneOff oneOff : window.oneOffs()) {
      if (!now().isBefore(oneOff.from()) && now().isBefore(oneOff.until())) {
        paused = !oneOff.awake();
      }
    }
    return paused;
  }

  private long shown() {
    return minute + rules.getOffset(now()).getTotalSeconds() / 60;
  }

  private void step() {
    long shown = shown();
    if (shown > lastShown + 1) {
      skippedFrom = lastShown + 1;
      skippedUntil = shown;
    }
    long moved = shown - (skippedUntil - skippedFrom);
    if (skippedFrom <= moved && moved < skippedUntil && shown >= skippedUntil) {
      strike(moved);
    }
    if (shown > lastShown) {
      strike(shown);
      lastShown = shown;
    }
  }

  private void strike(long shown) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(shown, DAY));
    int time = (int) Math.floorMod(shown, DAY);
    for (RandomWindow.Span span : window.spans()) {
      if (span.end() == time) {
        end(new Began(span, date.minusDays(span.days())));
      }
      if (span.start() == time && window.begins(span, date)) {
        begin(new Began(span, date));
      }
    }
  }

  private void begin(Began began) {
    if (!closed.remove(began)) {
      open.add(began);
    }
  }

  private void end(Began began) {
    if (window.begins(began.span(), began.date()) && !open.remove(began)) {
      closed.add(began);
    }
  }

  private record Began(RandomWindow.Span span, LocalDate date) {}
}

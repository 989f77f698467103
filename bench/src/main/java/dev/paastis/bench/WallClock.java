// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.schedule.OneOff;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The reference: a clock on the wall of a zone, walked minute by minute. It knows of the zone only
 * its offset in each minute. A local time strikes in the minute in which the clock shows it first;
 * one that the clock skips strikes as much later as the clock has skipped. Decisions are one bit
 * for each minute.
 */
final class WallClock {
  private static final int DAY = 1440;
  private static final int MARGIN_DAYS = 20;

  private final LocalDate from;
  private final long firstMinute;
  private final int minutes;
  private final int days;
  private final int[] strikes;

  /** Walks the clock over the days from one until another, UTC, and some around them. */
  WallClock(ZoneId zone, LocalDate from, LocalDate until) {
    this.from = from;
    this.firstMinute = from.toEpochDay() * DAY;
    this.days = (int) (until.toEpochDay() - from.toEpochDay());
    this.minutes = days * DAY;
    this.strikes = new int[(days + 2 * MARGIN_DAYS) * DAY];
    Arrays.fill(strikes, Integer.MAX_VALUE);
    walk(zone.getRules());
  }

  private void walk(ZoneRules rules) {
    long margin = (long) MARGIN_DAYS * DAY;
    long lastShown = shown(rules, firstMinute - margin) - 1;
    for (long minute = firstMinute - margin; minute < firstMinute + minutes + margin; minute++) {
      long shown = shown(rules, minute);
      long skipped = shown - lastShown - 1;
      for (long label = lastShown + 1; label < shown; label++) {
        strike(label, minute + (label + skipped - shown));
      }
      if (shown > lastShown) {
        strike(shown, minute);
        lastShown = shown;
      }
    }
  }

  private static long shown(ZoneRules rules, long minute) {
    return minute + rules.getOffset(Instant.ofEpochSecond(minute * 60)).getTotalSeconds() / 60;
  }

  private void strike(long label, long minute) {
    int index = (int) (label - firstMinute) + MARGIN_DAYS * DAY;
    if (index >= 0 && index < strikes.length) {
      strikes[index] = (int) (minute - firstMinute);
    }
  }

  /** The minutes in which the rules pause. */
  BitSet paused(RuleSet set) {
    BitSet paused = new BitSet(minutes);
    for (RuleSet.Rule rule : set.rules()) {
      paused.or(paused(rule));
    }
    return paused;
  }

  private BitSet paused(RuleSet.Rule rule) {
    BitSet paused = new BitSet(minutes);
    for (int day = 2 - MARGIN_DAYS; day <= days + 2; day++) {
      LocalDate date = from.plusDays(day);
      boolean off = rule.daysOff().containsKey(date);
      if (off && !rule.awake()) {
        mark(paused, day * DAY, DAY);
      }
      if (!(off && rule.awake())) {
        for (RuleSet.Span span : rule.spans()) {
          if (span.day() == date.getDayOfWeek().getValue()) {
            mark(paused, day * DAY + span.start(), span.minutes());
          }
        }
      }
    }
    if (rule.awake()) {
      paused.flip(0, minutes);
    }
    rule.oneOffs().forEach(oneOff -> apply(paused, oneOff));
    return paused;
  }

  private void mark(BitSet bits, int label, int length) {
    int begin = Math.max(0, strikes[label + MARGIN_DAYS * DAY]);
    int end = Math.min(minutes, strikes[label + length + MARGIN_DAYS * DAY]);
    if (begin < end) {
      bits.set(begin, end);
    }
  }

  private void apply(BitSet paused, OneOff oneOff) {
    long begin = oneOff.from().getEpochSecond() / 60 - firstMinute;
    long end = oneOff.until().getEpochSecond() / 60 - firstMinute;
    if (begin < minutes) {
      paused.set((int) begin, (int) Math.min(end, minutes), !oneOff.awake());
    }
  }

  /** How many minutes are walked. */
  int minutes() {
    return minutes;
  }
}

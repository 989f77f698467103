// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When to begin the starts of one account so that every app is ready at its hour: each early enough
 * for its own usual wake, and spread from the hour backwards so that they never ask for more calls
 * than the account's budget gives. Pure.
 */
final class MorningStarts {
  private MorningStarts() {}

  /**
   * A start that is wanted.
   *
   * @param what the thing to start
   * @param ready when it is to be ready
   * @param takes how long it usually takes at most
   * @param <T> type of the thing
   */
  record Wanted<T>(T what, Instant ready, Duration takes) {}

  /**
   * A start with its time.
   *
   * @param what the thing to start
   * @param at when to begin
   * @param <T> type of the thing
   */
  record Planned<T>(T what, Instant at) {}

  /**
   * Plans the starts of an account.
   *
   * @param spacing time between two starts that the account's budget can sustain; zero for no limit
   */
  static <T> List<Planned<T>> plan(List<Wanted<T>> wanted, Duration spacing) {
    List<Wanted<T>> latestFirst = new ArrayList<>(wanted);
    latestFirst.sort(
        Comparator.comparing((Wanted<T> one) -> one.ready().minus(one.takes())).reversed());
    List<Planned<T>> planned = new ArrayList<>();
    Instant free = Instant.MAX;
    for (Wanted<T> one : latestFirst) {
      Instant latest = one.ready().minus(one.takes());
      Instant at = free.isBefore(latest) ? free : latest;
      planned.add(new Planned<>(one.what(), at));
      free = spacing.isZero() ? Instant.MAX : at.minus(spacing);
    }
    return planned.reversed();
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import dev.paastis.policy.PauseWindow.Requests;
import dev.paastis.schedule.Pause;
import dev.paastis.schedule.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one app, each part with who said it: the rules, the app's own settings and the
 * defaults brought together.
 *
 * @param idleTimeout time without activity before sleep
 * @param minimumAwake least time between becoming awake and sleep; zero for none
 * @param grace time after a deploy or a start by hand in which no rule puts it to sleep
 * @param neverSleep who says that no rule puts it to sleep, {@code null} when nobody does
 * @param ignored who says that it is left alone, {@code null} when nobody does
 * @param dryRun who says that what would be done is only told, {@code null} when nobody does
 * @param windows the pauses
 * @param together those pauses as one
 * @param wakesPerHour wakes by requests in an hour
 * @param wakesPerDay wakes by requests in a day
 * @param busy from how much work on it counts as in use
 * @param stale when it counts as stale, {@code null} for never
 */
public record Policy(
    Said<Duration> idleTimeout,
    Said<Duration> minimumAwake,
    Said<Duration> grace,
    @Nullable String neverSleep,
    @Nullable String ignored,
    @Nullable String dryRun,
    Said<List<PauseWindow>> windows,
    Windows together,
    Said<Integer> wakesPerHour,
    Said<Integer> wakesPerDay,
    Said<Busy> busy,
    @Nullable Said<Stale> stale) {
  /**
   * When a review app counts as stale.
   *
   * @param after time without use
   * @param delete whether it is deleted then, after warnings
   */
  public record Stale(Duration after, boolean delete) {}

  /**
   * A pause that holds. Windows that overlap or touch pause as one.
   *
   * @param pause the whole pause
   * @param quiet time without activity before an app in use is paused: the shortest of those
   *     windows that hold
   */
  public record Held(Pause pause, Duration quiet) {}

  /** The pause that holds at that time. */
  public Optional<Held> pauseAt(Instant at) {
    return together
        .pauseAt(at)
        .map(pause ->
            new Held(
                pause,
                holding(at)
                    .map(PauseWindow::quiet)
                    .min(Comparator.naturalOrder())
                    .orElse(PauseWindow.DEFAULT_QUIET)));
  }

  /** When the next pause begins or, within one, ends; {@link Instant#MAX} for never. */
  public Instant nextChange(Instant after) {
    return together.nextChange(after);
  }

  /** The windows that pause at that time. */
  public Stream<PauseWindow> holding(Instant at) {
    return windows.value().stream().filter(by -> by.window().pauseAt(at).isPresent());
  }

  /** The strictest word on requests of all windows that pause at that time; none in a dry run. */
  public Requests requestsAt(Instant at) {
    return (dryRun == null ? holding(at) : Stream.<PauseWindow>empty())
        .map(PauseWindow::requests)
        .max(Comparator.naturalOrder())
        .orElse(Requests.WAKE);
  }
}

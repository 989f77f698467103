// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of the apps that it selects; {@code null} stands for nothing said.
 *
 * @param idleTimeout time without activity before sleep
 * @param minimumAwake least time between becoming awake and sleep
 * @param grace time after a deploy, or a start by hand, in which no rule puts it to sleep
 * @param neverSleep whether no rule puts it to sleep
 * @param ignore whether it is left alone altogether
 * @param dryRun whether what would be done is only told
 * @param windows names of the windows that pause it
 * @param wakesPerHour wakes by requests in an hour
 * @param wakesPerDay wakes by requests in a day
 * @param staleAfter time without use after which a review app counts as stale
 * @param deleteStale whether a stale review app is deleted, after warnings
 * @param busy from how much work on it counts as in use
 */
public record Terms(
    @Nullable Duration idleTimeout,
    @Nullable Duration minimumAwake,
    @Nullable Duration grace,
    @Nullable Boolean neverSleep,
    @Nullable Boolean ignore,
    @Nullable Boolean dryRun,
    @Nullable List<String> windows,
    @Nullable Integer wakesPerHour,
    @Nullable Integer wakesPerDay,
    @Nullable Duration staleAfter,
    @Nullable Boolean deleteStale,
    @Nullable Busy busy) {
  /** Says nothing. */
  public static final Terms NOTHING =
      new Terms(null, null, null, null, null, null, null, null, null, null, null, null);

  /** Copies the windows. */
  public Terms {
    windows = windows == null ? null : List.copyOf(windows);
  }

  /** The keys of which it says something, as the configuration writes them. */
  public Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    note(keys, "idle-timeout", idleTimeout);
    note(keys, "minimum-awake", minimumAwake);
    note(keys, "grace", grace);
    note(keys, "never-sleep", neverSleep);
    note(keys, "ignore", ignore);
    note(keys, "dry-run", dryRun);
    note(keys, "windows", windows);
    note(keys, "wakes-per-hour", wakesPerHour);
    note(keys, "wakes-per-day", wakesPerDay);
    note(keys, "stale-after", staleAfter);
    note(keys, "delete-stale", deleteStale);
    note(keys, "busy", busy);
    return keys;
  }

  private static void note(Set<String> keys, String key, @Nullable Object value) {
    if (value != null) {
      keys.add(key);
    }
  }

  /** Says only how long an app may be without activity. */
  public static Terms idle(Duration timeout) {
    return new Terms(timeout, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** Says only by which windows an app is paused. */
  public static Terms pausedBy(String... names) {
    return new Terms(
        null, null, null, null, null, null, List.of(names), null, null, null, null, null);
  }

  /** The same, and whether what would be done is only told. */
  public Terms dryRun(boolean only) {
    return new Terms(
        idleTimeout,
        minimumAwake,
        grace,
        neverSleep,
        ignore,
        only,
        windows,
        wakesPerHour,
        wakesPerDay,
        staleAfter,
        deleteStale,
        busy);
  }

  /** Says only from how much work on an app counts as in use. */
  public static Terms busy(Busy from) {
    return new Terms(null, null, null, null, null, null, null, null, null, null, null, from);
  }
}

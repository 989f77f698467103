// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import dev.paastis.schedule.Window;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled pause and how it treats apps.
 *
 * @param window when it pauses
 * @param apps apps that it pauses where no rule says otherwise; {@code null}: only where a rule
 *     says
 * @param requests what becomes of requests meanwhile
 * @param quiet time without activity before an app in use is paused; positive
 * @param start whether what ran before is started again at the end
 * @param unusedMornings starts without use after which an app waits for its first request; positive
 */
public record PauseWindow(
    Window window,
    @Nullable NamePattern apps,
    Requests requests,
    Duration quiet,
    boolean start,
    int unusedMornings) {
  /** Time without activity before an app in use is paused, where nothing else is said. */
  public static final Duration DEFAULT_QUIET = Duration.ofMinutes(5);

  /** Starts without use after which an app waits, where nothing else is said. */
  public static final int DEFAULT_UNUSED_MORNINGS = 3;

  /** Validates the numbers. */
  public PauseWindow {
    if (!quiet.isPositive() || unusedMornings <= 0) {
      throw new IllegalArgumentException(
          "window '%s' needs a positive quiet time and number of mornings, got: %s, %d"
              .formatted(window.name(), quiet, unusedMornings));
    }
  }

  /** A pause with nothing special about it. */
  public static PauseWindow of(Window window) {
    return new PauseWindow(
        window, null, Requests.WAKE, DEFAULT_QUIET, true, DEFAULT_UNUSED_MORNINGS);
  }

  /** The window's name. */
  public String name() {
    return window.name();
  }

  /** What becomes of requests to a paused app. */
  public enum Requests {
    /** They wake it, as at any other time. */
    WAKE,
    /** They wake it when a person clicks. */
    CLICK,
    /** They are refused until the window ends. */
    REFUSE;

    /** The name in configuration and API. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

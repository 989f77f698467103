// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import dev.paastis.gateway.page.OwnPages;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to requests while the app is not awake; each part {@code null} where nothing is
 * said.
 *
 * @param wakes whether they wake it
 * @param instead what they get where they do not
 * @param time how long they are held
 * @param show whether they get the waiting page, or are held
 * @param pages own pages; {@link OwnPages#OFF} for ours
 */
public record Waiting(
    @Nullable Boolean wakes,
    @Nullable Unwoken instead,
    @Nullable Duration time,
    @Nullable Show show,
    @Nullable OwnPages pages) {
  /** Nothing is said. */
  public static final Waiting UNSAID = new Waiting(null, null, null, null, null);

  /** What a client sees. */
  public enum Show {
    /** The waiting page, also programs. */
    PAGE,
    /** Nothing until the app answers, also browsers. */
    HOLD
  }
}

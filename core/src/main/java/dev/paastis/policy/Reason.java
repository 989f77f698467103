// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one row of the table of precedence says of an app.
 *
 * @param rank which row
 * @param effect what it wants
 * @param text why, for people
 * @param by the rule or file that said it, {@code null} where it is a fact
 * @param until until when that holds, {@code null} where time does not change it
 */
public record Reason(
    Rank rank, Effect effect, String text, @Nullable String by, @Nullable Instant until) {
  /** The rows in their order: the first that wants something decides. */
  public enum Rank {
    /** A rule has it left alone. */
    IGNORED,
    /** Nothing puts production to sleep. */
    PRODUCTION,
    /** A rule says that it never sleeps. */
    NEVER_SLEEP,
    /** A person keeps it awake. */
    PIN,
    /** Requests are under way, or a member of its group is being woken. */
    IN_USE,
    /** It was deployed or started by hand a short while ago. */
    GRACE,
    /** It became awake a short while ago. */
    MINIMUM_AWAKE,
    /** A hook was asked and said no; only told where one did. */
    VETO,
    /** A window pauses it. */
    WINDOW,
    /** There was no activity for long enough. */
    IDLE;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in API and output, for example {@code minimum-awake}. */
    public String wire() {
      return wire;
    }
  }

  /** What a row wants. */
  public enum Effect {
    /** That the app stays awake. */
    AWAKE,
    /** That the app sleeps. */
    SLEEP,
    /** Nothing. */
    NONE;

    /** The name in API and output. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

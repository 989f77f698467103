// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a production app and sleep. No rule, timeout, window or person puts the app
 * to sleep while it stands; a person may lift it, for this app, with a reason.
 *
 * @param why the app counts as production, for people
 * @param lifted who lifted it, {@code null} while it stands
 */
public record Wall(String why, @Nullable Lifted lifted) {
  /** A wall that stands. */
  public static Wall standing(String why) {
    return new Wall(why, null);
  }

  /** Whether the app must not be put to sleep. */
  public boolean stands() {
    return lifted == null;
  }

  /** The same wall, lifted. */
  public Wall liftedBy(String who, String reason, Instant at) {
    return new Wall(why, new Lifted(who, reason, at));
  }

  /** Why a sleep is refused, with what to do. */
  public String refusal() {
    return "it is production (" + why + "); lift the protection of this app first, with a reason";
  }

  /**
   * Who lifted a wall.
   *
   * @param by a person, for people
   * @param reason in the person's words
   * @param at when
   */
  public record Lifted(String by, String reason, Instant at) {
    /** Validates the reason. */
    public Lifted {
      if (reason.isBlank()) {
        throw new IllegalArgumentException("a protection is lifted with a reason; it is missing");
      }
    }
  }
}

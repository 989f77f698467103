// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.Cause;
import dev.paastis.app.TrackedApp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asked before apps fall asleep. Safe for use by many threads; blocks for a bounded time. */
public interface SleepHooks {
  /** Nobody is asked. */
  SleepHooks NONE = (_, _) -> Optional.empty();

  /**
   * Asks whether a group may fall asleep, once before anything is begun.
   *
   * @param members those of the group that are awake; never empty
   * @param cause why they would fall asleep
   * @return who is against it, if somebody is
   */
  Optional<Veto> before(List<TrackedApp> members, Cause cause) throws InterruptedException;

  /**
   * A word against a sleep.
   *
   * @param hook name of the hook
   * @param reason for people
   * @param retry when to ask again at the earliest; zero to leave that to the idle timeout
   */
  record Veto(String hook, String reason, Duration retry) {
    /** One line for people. */
    public String summary() {
      return "the hook '" + hook + "' is against it: " + reason;
    }
  }
}

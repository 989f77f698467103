// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an awake app when it is judged.
 *
 * @param name the app's name
 * @param awakeSince when it became awake
 * @param handledAt when it was deployed or started by hand, {@code null} if it was not
 * @param lastActivity its last activity, {@code null} if there was none
 * @param busy whether requests or talking streams are under way
 * @param pinnedUntil end of its pin, {@code null} if it has none
 * @param production why nothing puts it to sleep, {@code null} if it is not production
 * @param waking name of a member of its group that is being woken, {@code null} if none is
 */
public record Facts(
    String name,
    Instant awakeSince,
    @Nullable Instant handledAt,
    @Nullable Instant lastActivity,
    boolean busy,
    @Nullable Instant pinnedUntil,
    @Nullable String production,
    @Nullable String waking) {
  /** An app that became awake then, and nothing else. */
  public static Facts awake(String name, Instant since) {
    return new Facts(name, since, null, null, false, null, null, null);
  }

  /** The later of becoming awake and the last activity. */
  public Instant lastSign() {
    return lastActivity != null && lastActivity.isAfter(awakeSince) ? lastActivity : awakeSince;
  }
}

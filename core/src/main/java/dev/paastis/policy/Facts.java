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
 * @param work what it was last found to do without requests, {@code null} if it was not
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
    @Nullable Work work,
    @Nullable String waking) {
  /** An app that became awake then, and nothing else. */
  public static Facts awake(String name, Instant since) {
    return new Facts(name, since, null, null, false, null, null, null, null);
  }

  /**
   * Work that was found.
   *
   * @param foundAt when
   * @param what in words, for example "it uses 34% of a core"
   */
  public record Work(Instant foundAt, String what) {}

  /** The latest of becoming awake, the last activity and work that was found. */
  public Instant lastSign() {
    Instant sign =
        lastActivity != null && lastActivity.isAfter(awakeSince) ? lastActivity : awakeSince;
    return work != null && work.foundAt().isAfter(sign) ? work.foundAt() : sign;
  }

  /** The work that is its last sign of life, {@code null} if another sign is later. */
  @Nullable Work lastWork() {
    return work != null && work.foundAt().equals(lastSign()) ? work : null;
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app on the wire. Times are UTC; durations are written as in {@link DurationText}.
 *
 * @param id stable identifier
 * @param name name, unique in its space
 * @param space name of the space
 * @param provider kind of platform
 * @param account name of the account
 * @param region region of the account
 * @param state {@code awake}, {@code falling-asleep}, {@code asleep}, {@code waking} or {@code
 *     unknown}
 * @param since when it entered that state
 * @param lastActivity last activity, {@code null} when there was none yet
 * @param nextSleep when it will fall asleep if nothing happens, {@code null} when it will not
 * @param hosts host names at which the gateway answers for it
 * @param url the address to open, with the gateway's port
 * @param group name of its group
 * @param idleTimeout time without activity before sleep
 * @param pinnedUntil end of its pin; the year 9999 means without end
 * @param usualWake median of its last wakes, {@code null} when there was none
 * @param slowestWake 95th percentile of its last wakes
 * @param production why it is production, {@code null} when it is not
 * @param staleSince when it was told as a review app that nobody uses, {@code null} when it was not
 * @param deleteAt when it will be deleted unless somebody uses or keeps it, {@code null} when it
 *     will not
 * @param dryRun who says that what would be done is only told, {@code null} when nobody does
 */
public record AppView(
    String id,
    String name,
    String space,
    String provider,
    String account,
    String region,
    String state,
    Instant since,
    @Nullable Instant lastActivity,
    @Nullable Instant nextSleep,
    List<String> hosts,
    String url,
    @Nullable String group,
    String idleTimeout,
    @Nullable Instant pinnedUntil,
    @Nullable String usualWake,
    @Nullable String slowestWake,
    @Nullable ProtectionView production,
    @Nullable Instant staleSince,
    @Nullable Instant deleteAt,
    @Nullable String dryRun) {
  /** End of a pin without end: the last second that ISO 8601 writes with four digits of year. */
  public static final Instant PINNED_WITHOUT_END = Instant.parse("9999-12-31T23:59:59Z");
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ignore rule on the wire.
 *
 * @param name unique in the space
 * @param source {@code file}, {@code person} or {@code default}
 * @param agents parts of the {@code User-Agent}
 * @param paths whole paths
 * @param prefixes beginnings of paths
 * @param addresses addresses and CIDR blocks
 * @param apps pattern on names of apps, {@code null} for all
 * @param answer what an ignored request gets while the app is not awake
 * @param changedAt when a person changed it last
 * @param changedBy who
 * @param problem why it is not in force, {@code null} when it is
 */
public record IgnoreRuleView(
    String name,
    String source,
    List<String> agents,
    List<String> paths,
    List<String> prefixes,
    List<String> addresses,
    @Nullable String apps,
    @Nullable Answer answer,
    @Nullable Instant changedAt,
    @Nullable String changedBy,
    @Nullable String problem) {
  /**
   * An answer.
   *
   * @param status HTTP status
   * @param body text
   * @param contentType media type
   * @param retryAfter as in {@link DurationText}
   */
  public record Answer(int status, String body, String contentType, @Nullable String retryAfter) {}
}

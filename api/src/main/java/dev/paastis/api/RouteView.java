// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to one app as a gateway needs it; no credentials, and nothing of how it is started.
 *
 * @param id identifies the app
 * @param name the name people know it by
 * @param space its owner
 * @param version of the row: the greater is the newer
 * @param state {@code awake}, {@code falling-asleep}, {@code asleep}, {@code waking} or {@code
 *     unknown}
 * @param since when it entered the state
 * @param upstream where it answers, as {@code http://host:port}; only while it is awake
 * @param hosts host names besides the one under the gateway's domain
 * @param reach {@code public} where the app is looked for on the Internet only, {@code anywhere}
 *     where the operator has declared it
 * @param wakeTimes how long it takes to wake, absent without history
 */
public record RouteView(
    String id,
    String name,
    String space,
    long version,
    String state,
    Instant since,
    @Nullable String upstream,
    List<String> hosts,
    String reach,
    @Nullable WakeTimes wakeTimes) {
  /** Copies the hosts. */
  public RouteView {
    hosts = List.copyOf(hosts);
  }

  /**
   * How long wakes took.
   *
   * @param usualMillis the median
   * @param atMostMillis the 95th percentile
   * @param samples on how many wakes this rests
   */
  public record WakeTimes(long usualMillis, long atMostMillis, int samples) {}
}

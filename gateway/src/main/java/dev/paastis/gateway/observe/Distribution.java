// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import java.util.List;

/**
 * How many durations fell into which bucket. Immutable.
 *
 * @param counts by bucket, one more than there are bounds: the last has no upper bound
 * @param sumNanos all durations together
 */
public record Distribution(List<Long> counts, long sumNanos) {
  /** Upper bounds of the buckets, included, in nanoseconds: from a millisecond to a minute. */
  public static final List<Long> BOUNDS_NANOS =
      List.of(
          1_000_000L,
          2_500_000L,
          5_000_000L,
          10_000_000L,
          25_000_000L,
          50_000_000L,
          100_000_000L,
          250_000_000L,
          500_000_000L,
          1_000_000_000L,
          2_500_000_000L,
          5_000_000_000L,
          10_000_000_000L,
          30_000_000_000L,
          60_000_000_000L);

  /** Copies the counts. */
  public Distribution {
    counts = List.copyOf(counts);
    if (counts.size() != BOUNDS_NANOS.size() + 1) {
      throw new IllegalArgumentException("counts of other buckets: " + counts.size());
    }
  }

  /** How many there were. */
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}

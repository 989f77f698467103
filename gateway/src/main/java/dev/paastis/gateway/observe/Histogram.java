// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations by bucket. Written by one thread without lock or read-modify-write, read by any:
 * a reader may see a duration in its bucket that is not in the sum yet, never half a number.
 */
final class Histogram {
  private static final long[] BOUNDS =
      Distribution.BOUNDS_NANOS.stream().mapToLong(Long::longValue).toArray();
  private static final int SUM = BOUNDS.length + 1;

  private final AtomicLongArray cells = new AtomicLongArray(BOUNDS.length + 2);

  void add(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
      bucket++; // most durations are short: searching from the left beats halving
    }
    Cells.add(cells, bucket, 1);
    Cells.add(cells, SUM, nanos);
  }

  /** All of several histograms. */
  static Distribution merged(List<Histogram> all) {
    List<Long> counts = new ArrayList<>(SUM);
    for (int i = 0; i < SUM; i++) {
      counts.add(total(all, i));
    }
    return new Distribution(counts, total(all, SUM));
  }

  private static long total(List<Histogram> all, int cell) {
    return all.stream().mapToLong(one -> one.cells.getAcquire(cell)).sum();
  }
}

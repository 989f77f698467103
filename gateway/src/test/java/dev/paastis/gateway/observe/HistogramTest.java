// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HistogramTest {
  private static final List<Long> BOUNDS = Distribution.BOUNDS_NANOS;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42, 1_000_003})
  void merged_histograms_equal_an_exact_count(long seed) {
    Random random = new Random(seed);
    List<Histogram> loops = List.of(new Histogram(), new Histogram(), new Histogram());
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      long nanos = anyDuration(random);
      loops.get(random.nextInt(loops.size())).add(nanos);
      all.add(nanos);
    }

    Distribution merged = Histogram.merged(loops);

    assertThat(merged.counts()).isEqualTo(exactly(all));
    assertThat(merged.total()).isEqualTo(5_000);
    assertThat(merged.sumNanos()).isEqualTo(all.stream().mapToLong(Long::longValue).sum());
  }

  /** Of every size, bounds themselves and their neighbours included. */
  private static long anyDuration(Random random) {
    long bound = BOUNDS.get(random.nextInt(BOUNDS.size()));
    return switch (random.nextInt(4)) {
      case 0 -> bound;
      case 1 -> bound + 1;
      case 2 -> 0;
      default -> Math.round(Math.pow(10, 11.5 * random.nextDouble()));
    };
  }

  private static List<Long> exactly(List<Long> durations) {
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i <= BOUNDS.size(); i++) {
      long above = i == 0 ? -1 : BOUNDS.get(i - 1);
      long to = i == BOUNDS.size() ? Long.MAX_VALUE : BOUNDS.get(i);
      counts.add(durations.stream().filter(nanos -> nanos > above && nanos <= to).count());
    }
    return counts;
  }

  @Test
  void reader_beside_the_writer_sees_counts_that_only_grow() throws InterruptedException {
    Histogram histogram = new Histogram();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> LongStream.range(0, 200_000).forEach(i -> histogram.add(i * 1_000)));
    long before = 0;
    while (writer.isAlive()) {
      long now = Histogram.merged(List.of(histogram)).total();
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
    }
    writer.join();

    assertThat(Histogram.merged(List.of(histogram)).total()).isEqualTo(200_000);
  }
}

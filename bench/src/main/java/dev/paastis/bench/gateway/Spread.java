// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One figure of several rounds.
 *
 * @param values by round
 */
record Spread(double median, double min, double max, List<Double> values) {
  static Spread of(List<Double> values) {
    double[] sorted = sorted(values.stream().mapToDouble(each -> each));
    if (sorted.length == 0) {
      return new Spread(0, 0, 0, List.of());
    }
    return new Spread(middle(sorted), sorted[0], sorted[sorted.length - 1], List.copyOf(values));
  }

  /**
   * The median of the ratios of each round: what slows the machine down for a while slows both, as
   * they are measured one after the other.
   */
  double over(Spread reference) {
    int rounds = Math.min(values.size(), reference.values.size());
    double[] ratios =
        sorted(
            IntStream.range(0, rounds)
                .mapToDouble(round -> values.get(round) / reference.values.get(round)));
    return ratios.length == 0 ? 0 : middle(ratios);
  }

  private static double[] sorted(DoubleStream values) {
    return values.sorted().toArray();
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}

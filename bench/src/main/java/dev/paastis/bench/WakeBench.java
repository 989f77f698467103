// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Wake lag: from the moment the app has bound its port, by its own word, to the first byte of the
 * held answer at the client. Both clocks are this machine's.
 */
@Command(
    name = "wake",
    mixinStandardHelpOptions = true,
    description = "Wake lag of the local provider; bar: p50 <= 30 ms, p95 <= 100 ms.")
final class WakeBench implements Callable<Integer> {
  private static final double P50_BAR_MILLIS = 30;
  private static final double P95_BAR_MILLIS = 100;
  private static final int WARM_UP = 5;

  @Option(names = "--wakes", defaultValue = "200", description = "Wakes to measure (200).")
  private int wakes = 200;

  @Option(
      names = "--bind-after",
      defaultValue = "400",
      description = "Milliseconds after its start at which the app binds its port (400).")
  private int bindAfterMillis = 400;

  private final Histogram lagMicros = new Histogram(60_000_000L, 3);
  private final Histogram totalMicros = new Histogram(60_000_000L, 3);

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, String> environment = Map.of("BIND_AFTER_MS", String.valueOf(bindAfterMillis));
    try (Product product = Product.start(environment)) {
      System.out.printf(
          "started in %d ms, resident %d MiB%n",
          product.startTime().toMillis(), product.residentKib() / 1024);
      for (int i = 0; i < WARM_UP + wakes; i++) {
        product.sleep(Product.APP);
        HeldAnswer wake = HeldAnswer.of(product.port(), Product.APP);
        if (i >= WARM_UP) {
          lagMicros.recordValue(Math.max(0, wake.lag().toNanos() / 1_000));
          totalMicros.recordValue(wake.total().toNanos() / 1_000);
        }
      }
    }
    return report();
  }

  private int report() {
    print("wake lag ", lagMicros);
    print("in total ", totalMicros);
    boolean met = at(lagMicros, 50) <= P50_BAR_MILLIS && at(lagMicros, 95) <= P95_BAR_MILLIS;
    System.out.printf(
        "bar p50 <= %.0f ms and p95 <= %.0f ms: %s%n",
        P50_BAR_MILLIS, P95_BAR_MILLIS, met ? "met" : "MISSED");
    return met ? 0 : 1;
  }

  private void print(String what, Histogram micros) {
    System.out.printf(
        "%s over %d wakes: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        what,
        micros.getTotalCount(),
        at(micros, 50),
        at(micros, 95),
        at(micros, 99),
        at(micros, 100));
  }

  private static double at(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1_000.0;
  }
}

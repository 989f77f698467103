// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many requests held on one sleeping app: one start, all answered, little memory. */
@Command(
    name = "hold",
    mixinStandardHelpOptions = true,
    description =
        "10,000 requests held on one sleeping app; bar: one start, all answered, <= 100 MB more.")
final class HoldBench implements Callable<Integer> {
  private static final long BAR_KIB = 100_000_000 / 1024;

  @Option(names = "--requests", defaultValue = "10000", description = "Requests held (10000).")
  private int requests = 10_000;

  @Option(
      names = "--bind-after",
      defaultValue = "15000",
      description = "Milliseconds until the app binds; all must be held by then (15000).")
  private int bindAfterMillis = 15_000;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path starts = Files.createTempFile("paastis-bench", ".starts");
    Map<String, String> environment =
        Map.of("BIND_AFTER_MS", String.valueOf(bindAfterMillis), "STARTS_FILE", starts.toString());
    try (Product product = Product.start(environment)) {
      product.sleep(Product.APP);
      long before = product.residentKib();
      AtomicLong peak = new AtomicLong(before);
      AtomicBoolean over = new AtomicBoolean();
      Thread watch = Thread.ofVirtual().start(() -> watchMemory(product, peak, over));
      HeldRequests.Result result = new HeldRequests(product.port(), requests).run();
      over.set(true);
      watch.join();
      long started = Files.readAllLines(starts).size();
      return report(result, started, before, peak.get());
    } finally {
      Files.delete(starts);
    }
  }

  private int report(HeldRequests.Result result, long starts, long before, long peak) {
    long more = peak - before;
    System.out.printf(
        "%d requests sent in %d ms, %d of them before the first answer%n",
        requests, result.sentIn().toMillis(), result.sentBeforeFirstAnswer());
    System.out.printf(
        "%d answered 200 with the app's page, first to last in %d ms; %d starts%n",
        result.correct(), result.answeredIn().toMillis(), starts);
    System.out.printf(
        "resident %d MiB before, %d MiB at most: %.1f MB more%n",
        before / 1024, peak / 1024, more * 1024 / 1e6);
    boolean met = result.correct() == requests && starts == 1 && more <= BAR_KIB;
    System.out.printf(
        "bar: one start, %d correct answers, at most 100 MB more: %s%n",
        requests, met ? "met" : "MISSED");
    return met ? 0 : 1;
  }

  private static void watchMemory(Product product, AtomicLong peak, AtomicBoolean over) {
    try {
      while (!over.get()) {
        peak.accumulateAndGet(product.residentKib(), Math::max);
        Thread.sleep(Duration.ofMillis(20));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the server's memory cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
        product.sleepApp();
        Wake wake = wake(product.port());
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

  private static Wake wake(int port) throws IOException {
    Clock clock = Clock.systemUTC();
    Instant asked = clock.instant();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET / HTTP/1.1\r\nHost: %s.localhost\r\nAccept: */*\r\nConnection: close\r\n\r\n"
              .formatted(Product.APP);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      int first = in.read();
      Instant answered = clock.instant();
      String answer = (char) first + new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw new IllegalStateException("not answered: " + answer.lines().findFirst().orElse(""));
      }
      return new Wake(
          Duration.between(boundAt(answer), answered), Duration.between(asked, answered));
    }
  }

  private static Instant boundAt(String answer) {
    String header = "x-bound-at:";
    String value =
        answer
            .lines()
            .takeWhile(line -> !line.isEmpty())
            .filter(line -> line.regionMatches(true, 0, header, 0, header.length()))
            .map(line -> line.substring(header.length()).strip())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the app did not say when it was bound"));
    long nanos = Long.parseLong(value);
    return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
  }

  private record Wake(Duration lag, Duration total) {}
}

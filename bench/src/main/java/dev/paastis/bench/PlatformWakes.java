// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.vendors.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.HdrHistogram.Histogram;

/**
 * Wakes of apps on the five emulated platforms, through the whole product and under the platforms'
 * own rate limits: from the moment the app listens, by its own word, to the first byte of the held
 * answer.
 *
 * <p>Each vendor has five accounts, each with one app, whose boots differ by {@value #STEP_MILLIS}
 * ms: a fifth, modulo one, of every interval at which we ask, so that the moments at which apps
 * become ready lie evenly between two questions.
 */
final class PlatformWakes {
  private static final int ACCOUNTS = 5;
  private static final int STEP_MILLIS = 600;
  private static final Duration START = Duration.ofMillis(700);
  private static final Duration LEAST_BOOT = Duration.ofMillis(800);
  private static final Duration STOP = Duration.ofMillis(300);

  /** Between a sleep and the wake: the little that we let come at once is free again by then. */
  private static final Duration REST = Duration.ofSeconds(4);

  private final int wakes;
  private final List<Stay> stays = new ArrayList<>();

  PlatformWakes(int wakes) {
    this.wakes = wakes;
  }

  /** Measures all vendors at the same time; whether the bar was met. */
  boolean run() throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("paastis-bench");
    try {
      for (Vendor vendor : Vendor.values()) {
        for (int number = 0; number < ACCOUNTS; number++) {
          stays.add(Stay.begin(vendor, number));
        }
      }
      try (Product product = Product.withAccounts(home, accounts(home))) {
        name(product.awaitApps(stays.size()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
          stays.forEach(stay -> threads.execute(() -> measure(product, stay)));
        }
      }
    } finally {
      stays.forEach(stay -> stay.platform().close());
    }
    return report();
  }

  private String accounts(Path home) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Stay stay : stays) {
      text.append(stay.entry(Files.writeString(home.resolve(stay.account()), stay.token())));
    }
    return text.toString();
  }

  private void name(List<Product.App> apps) {
    stays.forEach(stay ->
        apps.stream()
            .filter(app -> app.account().equals(stay.account()))
            .forEach(app -> stay.app().add(app.name())));
  }

  private void measure(Product product, Stay stay) {
    String app = stay.app().element();
    try {
      for (int i = 0; i < Math.ceilDiv(wakes, ACCOUNTS); i++) {
        product.sleep(app);
        Thread.sleep(REST);
        HeldAnswer answer = HeldAnswer.of(product.port(), app);
        Instant lastAsked = stay.platform().lastCallAt().orElseThrow();
        stay.seen().add(Seen.of(answer.lag(), Duration.between(answer.bound(), lastAsked)));
      }
    } catch (IOException | IllegalStateException e) {
      stay.failures().add(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean report() {
    boolean met = true;
    for (Vendor vendor : Vendor.values()) {
      met &= report(vendor, stays.stream().filter(stay -> stay.vendor() == vendor).toList());
    }
    return met;
  }

  private static boolean report(Vendor vendor, List<Stay> stays) {
    Histogram lag = new Histogram(120_000_000L, 3);
    Histogram untilAsked = new Histogram(120_000_000L, 3);
    Histogram ours = new Histogram(120_000_000L, 3);
    for (Stay stay : stays) {
      for (Seen seen : stay.seen()) {
        lag.recordValue(micros(seen.lag()));
        untilAsked.recordValue(micros(seen.untilAsked()));
        ours.recordValue(micros(seen.lag().minus(seen.untilAsked())));
      }
      stay.failures().forEach(failure -> System.out.println("FAILED " + failure));
    }
    StatusPoll poll = StatusPoll.of(vendor);
    System.out.printf(
        "wake lag  %-12s over %2d wakes: p50 %4.0f ms, p95 %4.0f ms, max %4.0f ms; until the"
            + " question that decided p50 %4.0f ms, p95 %4.0f ms; from then p50 %2.0f ms, p95 %2.0f ms%n",
        vendor.provider(),
        lag.getTotalCount(),
        at(lag, 50),
        at(lag, 95),
        at(lag, 100),
        at(untilAsked, 50),
        at(untilAsked, 95),
        at(ours, 50),
        at(ours, 95));
    boolean met =
        at(lag, 95) <= poll.bar().toMillis()
            && stays.stream().allMatch(stay -> stay.failures().isEmpty());
    System.out.printf(
        "          %-12s decided by a probe and the platform's word; one poll: %s; bar p95 <= %d ms: %s%n",
        "", poll.inWords(), poll.bar().toMillis(), met ? "met" : "MISSED");
    return met;
  }

  private static double at(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1_000.0;
  }

  private static long micros(Duration time) {
    return Math.max(0, time.toNanos() / 1_000);
  }

  /**
   * What one wake showed.
   *
   * @param lag from the app's first moment to the first byte
   * @param untilAsked of that, until the question to the platform whose answer decided; nothing
   *     when that was asked before, and the app came last
   */
  private record Seen(Duration lag, Duration untilAsked) {
    static Seen of(Duration lag, Duration untilAsked) {
      return new Seen(lag, untilAsked.isNegative() ? Duration.ZERO : untilAsked);
    }
  }

  /** One account, and what was seen there. */
  private record Stay(
      Vendor vendor,
      String account,
      EmulatedPlatform platform,
      Queue<String> app,
      Findings findings) {
    static Stay begin(Vendor vendor, int number) {
      String account = vendor.provider() + "-" + number;
      Duration boot = LEAST_BOOT.plusMillis((long) number * STEP_MILLIS);
      EmulatorSettings settings =
          new EmulatorSettings(
                  0, 2, "token-of-" + account, InstantSource.system(), new Pace(START, boot, STOP))
              .named(names(vendor, account));
      return new Stay(
          vendor,
          account,
          vendor.start(settings),
          new ConcurrentLinkedQueue<>(),
          new Findings(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>()));
    }

    /** The second of a sample's apps is the one in staging; at Platform.sh projects have names. */
    private static List<String> names(Vendor vendor, String account) {
      return vendor == Vendor.PLATFORM_SH
          ? List.of(account)
          : List.of(account + "-production", account + "-staging");
    }

    String token() {
      return platform.token();
    }

    Queue<Seen> seen() {
      return findings.seen();
    }

    Queue<String> failures() {
      return findings.failures();
    }

    /** As it stands in the configuration file. */
    String entry(Path token) {
      boolean exchange = vendor == Vendor.SCALINGO || vendor == Vendor.PLATFORM_SH;
      List<String> lines =
          List.of(
              "  - name: " + account,
              "    provider: " + vendor.provider(),
              "    api-url: " + platform.api(),
              exchange ? "    auth-url: " + platform.api() : "",
              "    router-url: " + platform.router(),
              "    %s: file:%s".formatted(vendor == Vendor.RENDER ? "api-key" : "token", token),
              "    import: [\".*staging.*\"]\n");
      return String.join("\n", lines);
    }
  }

  private record Findings(Queue<Seen> seen, Queue<String> failures) {}
}

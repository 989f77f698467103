// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.emulator.Emulator;
import dev.paastis.savings.Expectation;
import dev.paastis.savings.PriceList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every platform's own words for its sizes are found in the prices that are shipped: each sample
 * app goes through its provider. "a of b" is what sleep saves of the price, 128 hours of 168.
 */
final class ExpectedSavingsTest {
  private static final PriceList PRICES = prices();

  /** Each client has the same handful of apps; an account without region sees those of all. */
  @Test
  void heroku_pricesAllButEco() {
    assertThat(expected(Platforms.HEROKU, "", 8))
        .containsOnly(
            Map.entry("shop", "57.14 of 75.00 USD, estimated"), // 2 + 1 Standard-1X at 25
            Map.entry("shop-staging", "5.33 of 7.00 USD, estimated"), // Basic
            Map.entry("shop-pr42", "unknown"), // Eco
            Map.entry("shop-api", "190.48 of 250.00 USD, estimated"), // 2 + 3 Standard-2X at 50
            Map.entry("shop-pr57", "unknown"), // Eco, stopped
            Map.entry("shop-admin", "10.67 of 14.00 USD, estimated"), // 2 Basic
            Map.entry("shop-demo", "5.33 of 7.00 USD, estimated"), // stopped: one Basic web
            Map.entry("shop-search", "190.48 of 250.00 USD, estimated")); // Performance-M
  }

  /** A stopped app has no amounts there, and one that was never deployed is not told. */
  @Test
  void scalingo_pricesAllThatRun() {
    assertThat(expected(Platforms.SCALINGO, "osc-fr1", 8))
        .containsOnly(
            Map.entry("shop-production", "54.86 of 72.00 EUR"), // 2 L at 28.80, M at 14.40
            Map.entry("shop-staging", "16.46 of 21.60 EUR"), // M, S at 7.20
            Map.entry("shop-pr42", "unknown"),
            Map.entry("shop-workers", "87.77 of 115.20 EUR"), // 2 XL at 57.60
            Map.entry("shop-api-staging", "27.43 of 36.00 EUR"), // L, S
            Map.entry("shop-demo-app", "unknown"),
            Map.entry("shop-legacy", "10.97 of 14.40 EUR")); // M, crashed
  }

  @Test
  void cleverCloud_pricesAllAtTheirSmallest() {
    assertThat(expected(Platforms.CLEVER, "par", 8))
        .containsOnly(
            Map.entry("shop", "48.76 of 64.00 EUR"), // 2 S at 32
            Map.entry("shop-staging", "12.19 of 16.00 EUR"), // XS
            Map.entry("shop-pr42", "4.57 of 6.00 EUR"), // nano, stopped
            Map.entry("shop-api", "12.19 of 16.00 EUR"), // XS to 2 S
            Map.entry("shop-worker", "24.38 of 32.00 EUR"), // S
            Map.entry("shop-pr57", "48.76 of 64.00 EUR"),
            Map.entry("shop-admin", "12.19 of 16.00 EUR"),
            Map.entry("shop-demo", "4.57 of 6.00 EUR"));
  }

  @Test
  void render_pricesAllButCronJobs() {
    assertThat(expected(Platforms.RENDER, "", 11))
        .containsOnly(
            Map.entry("shop", "38.10 of 50.00 USD, estimated"), // 2 standard at 25
            Map.entry("shop-staging", "5.33 of 7.00 USD, estimated"), // starter
            Map.entry("shop-pr42", "5.33 of 7.00 USD, estimated"),
            Map.entry("shop-worker", "38.10 of 50.00 USD, estimated"),
            Map.entry("shop-api", "16.00 of 21.00 USD, estimated"), // 3 starter
            Map.entry("shop-pr57", "5.33 of 7.00 USD, estimated"), // suspended
            Map.entry("shop-nightly", "unknown"), // billed by what its runs last
            Map.entry("shop-demo", "0.00 of 0.00 USD, estimated"), // free
            Map.entry("shop-odoo", "64.76 of 85.00 USD, estimated"), // pro, suspended
            Map.entry("shop-legacy", "5.33 of 7.00 USD, estimated"));
  }

  /** Environments are part of the plan: a pause changes nothing on the bill. */
  @Test
  void platformSh_promisesNothing() {
    assertThat(expected(Platforms.PLATFORMSH, "", 8).values()).isNotEmpty().containsOnly("unknown");
  }

  private static Map<String, String> expected(Platforms platform, String region, int apps) {
    Map<String, String> expected = new TreeMap<>();
    try (Emulator emulator = platform.emulator(apps);
        Provider provider =
            platform.open(region, platform.addresses(emulator), platform.secrets())) {
      for (DiscoveredApp app : done(provider.discover(Platforms.soon()))) {
        AppStatus status = done(provider.status(app.ref(), Platforms.soon()));
        expected.put(
            app.name(),
            Expectation.of(PRICES, platform.kind().name(), region, formation(status))
                .map(ExpectedSavingsTest::words)
                .orElse("unknown"));
      }
    }
    return expected;
  }

  private static String words(Expectation expected) {
    return "%s of %s %s%s"
        .formatted(
            expected.monthlySaving(),
            expected.monthlyPrice(),
            expected.currency(),
            expected.estimated() ? ", estimated" : "");
  }

  private static Formation formation(AppStatus status) {
    return switch (status) {
      case AppStatus.Running running -> running.formation();
      case AppStatus.Starting starting -> starting.formation();
      case AppStatus.Stopped stopped -> stopped.formation();
      case AppStatus.Crashed crashed -> crashed.formation();
      case AppStatus.Gone _ -> throw new AssertionError("gone");
    };
  }

  private static <T> T done(CallOutcome<T> outcome) {
    return switch (outcome) {
      case CallOutcome.Done<T>(T value) -> value;
      case CallOutcome.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
      case CallOutcome.Unknown<T>(String cause) -> throw new AssertionError(cause);
    };
  }

  private static PriceList prices() {
    try (InputStream file = PriceList.class.getResourceAsStream("prices.csv")) {
      if (file == null) {
        throw new AssertionError("prices.csv is not beside its reader");
      }
      return PriceList.read("prices.csv", new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.savings;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.savings.Price.Confidence;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * What an app costs a month while it is always awake, and what sleep is expected to save of that.
 * It counts the processes that are told, without add-ons, and no more of them by autoscaling.
 *
 * @param monthlyPrice while always awake
 * @param monthlySaving of it, when it sleeps as assumed
 * @param currency of both
 * @param asOf date of the oldest of its prices
 * @param estimated whether a price of it is an assumption itself
 */
public record Expectation(
    BigDecimal monthlyPrice,
    BigDecimal monthlySaving,
    Currency currency,
    LocalDate asOf,
    boolean estimated) {
  /**
   * Hours a week that an app is expected to be awake: five days of eight hours, when people work on
   * it. Nothing was measured yet when somebody decides about an app that was just found.
   */
  static final int AWAKE_HOURS = 40;

  private static final int HOURS_OF_A_WEEK = 7 * 24;
  private static final int CENTS = 2;

  /**
   * What is to be expected of a formation.
   *
   * @param region the account's, empty where it has none
   * @return empty when nothing would run, when a price is not known, when the bill stays the same
   *     while it is stopped, or when prices are in several currencies
   */
  public static Optional<Expectation> of(
      PriceList prices, String provider, String region, Formation formation) {
    List<Price> found = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (ProcessType process : formation.processes()) {
      if (process.quantity() > 0) {
        Price price = prices.find(provider, region, process).orElse(null);
        BigDecimal perMonth = price == null ? null : price.perMonth();
        if (price == null || perMonth == null || price.billedWhileStopped()) {
          return Optional.empty();
        }
        found.add(price);
        sum = sum.add(perMonth.multiply(BigDecimal.valueOf(process.quantity())));
      }
    }
    return of(sum, found);
  }

  private static Optional<Expectation> of(BigDecimal sum, List<Price> prices) {
    if (prices.stream().map(Price::currency).distinct().count() != 1) {
      return Optional.empty();
    }
    BigDecimal asleep = BigDecimal.valueOf(HOURS_OF_A_WEEK - AWAKE_HOURS);
    return Optional.of(
        new Expectation(
            sum.setScale(CENTS, RoundingMode.HALF_UP),
            sum.multiply(asleep)
                .divide(BigDecimal.valueOf(HOURS_OF_A_WEEK), CENTS, RoundingMode.HALF_UP),
            prices.getFirst().currency(),
            prices.stream().map(Price::asOf).min(LocalDate::compareTo).orElseThrow(),
            prices.stream().anyMatch(price -> price.confidence() == Confidence.UNCONFIRMED)));
  }

  /** What it rests on, in words. */
  public String assumption() {
    return "awake %d of %d hours a week, at list prices of %s%s"
        .formatted(
            AWAKE_HOURS,
            HOURS_OF_A_WEEK,
            asOf,
            estimated ? "; an estimate: a price in it is not confirmed" : "");
  }
}

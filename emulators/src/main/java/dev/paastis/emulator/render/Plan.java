// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * An instance type with its list price.
 *
 * @param id as on the wire
 * @param perMonth US dollars for one instance
 */
record Plan(String id, int perMonth) {
  private static final BigDecimal HOURS_OF_A_MONTH = BigDecimal.valueOf(720);
  private static final BigDecimal DISK_GB_MONTH = new BigDecimal("0.25");
  private static final Map<String, Integer> PRICES =
      Map.of(
          "free", 0,
          "starter", 7,
          "standard", 25,
          "pro", 85,
          "pro_plus", 175,
          "pro_max", 225,
          "pro_ultra", 450);

  static Optional<Plan> find(String id) {
    return Optional.ofNullable(PRICES.get(id)).map(price -> new Plan(id, price));
  }

  static Plan named(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("no plan is named " + id));
  }

  boolean isFree() {
    return perMonth == 0;
  }

  BigDecimal perHour(int instances) {
    return hourly(BigDecimal.valueOf((long) perMonth * instances));
  }

  static BigDecimal diskPerHour(int gigabytes) {
    return hourly(DISK_GB_MONTH.multiply(BigDecimal.valueOf(gigabytes)));
  }

  private static BigDecimal hourly(BigDecimal monthly) {
    return monthly.divide(HOURS_OF_A_MONTH, 9, RoundingMode.HALF_UP);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Container sizes with their price in euros an hour, as {@code features/container_sizes} says. */
final class Sizes {
  static final String DEFAULT = "M";

  private static final Map<String, BigDecimal> PER_HOUR =
      Map.of(
          "S", new BigDecimal("0.01"),
          "M", new BigDecimal("0.02"),
          "L", new BigDecimal("0.04"),
          "XL", new BigDecimal("0.08"),
          "2XL", new BigDecimal("0.16"),
          "3XL", new BigDecimal("0.32"));

  private Sizes() {}

  static Optional<BigDecimal> perHour(String size) {
    return Optional.ofNullable(PER_HOUR.get(size));
  }
}

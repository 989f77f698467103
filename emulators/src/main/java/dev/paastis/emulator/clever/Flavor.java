// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/** Sizes of a machine from small to large, with euros an hour in zone {@code par}. */
enum Flavor {
  PICO("pico", "0.00625"),
  NANO("nano", "0.0083333"),
  XS("XS", "0.0222222"),
  S("S", "0.0444444"),
  M("M", "0.1055556"),
  L("L", "0.2111111"),
  XL("XL", "0.4222222"),
  XL2("2XL", "0.6666667"),
  XL3("3XL", "0.8888889");

  private final String label;
  private final BigDecimal perHour;

  Flavor(String label, String perHour) {
    this.label = label;
    this.perHour = new BigDecimal(perHour);
  }

  /** The platform's name for it. */
  String label() {
    return label;
  }

  BigDecimal perHour() {
    return perHour;
  }

  static Optional<Flavor> named(String label) {
    return Stream.of(values()).filter(flavor -> flavor.label.equals(label)).findFirst();
  }
}

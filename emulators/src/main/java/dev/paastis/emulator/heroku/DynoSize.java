// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;

/**
 * Sizes of dynos with their price; Heroku charges by the second, at a 720th of the month per hour.
 *
 * @see <a href="https://devcenter.heroku.com/articles/dyno-types">Dyno types</a>
 */
enum DynoSize {
  /** A flat fee for the account, so that a dyno costs nothing more. */
  ECO("Eco", 0, true),
  BASIC("Basic", 7, true),
  STANDARD_1X("Standard-1X", 25, false),
  STANDARD_2X("Standard-2X", 50, false),
  PERFORMANCE_M("Performance-M", 250, false),
  PERFORMANCE_L("Performance-L", 500, false);

  private static final BigDecimal HOURS = BigDecimal.valueOf(720);

  private final String label;
  private final int dollarsAMonth;
  private final boolean single;

  DynoSize(String label, int dollarsAMonth, boolean single) {
    this.label = label;
    this.dollarsAMonth = dollarsAMonth;
    this.single = single;
  }

  /** The name in the API, for example {@code Standard-1X}. */
  String label() {
    return label;
  }

  /** Whether a process type can have one dyno of this size at most. */
  boolean single() {
    return single;
  }

  BigDecimal perHour() {
    return BigDecimal.valueOf(dollarsAMonth).divide(HOURS, 8, RoundingMode.HALF_UP);
  }

  /** The size of that name; the case of letters does not matter. */
  static Optional<DynoSize> named(String name) {
    return Arrays.stream(values()).filter(size -> size.label.equalsIgnoreCase(name)).findFirst();
  }
}

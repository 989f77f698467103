// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.provider.ApiLimit;
import java.time.Duration;

/** How many calls we allow ourselves. */
final class CleverLimits {
  static final ApiLimit ACCOUNT =
      new ApiLimit(
          "account",
          300,
          Duration.ofMinutes(1),
          50,
          "Clever Cloud documents no limit; five calls a second are our own");

  private CleverLimits() {}
}

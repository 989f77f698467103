// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import java.time.Duration;
import java.util.List;

/**
 * How often an account is discovered: often enough to notice what others do, and so seldom that it
 * takes only a small share of what the account may call. A pure decision.
 */
final class Cadence {
  private static final Duration OFTEN = Duration.ofSeconds(30);
  private static final Duration USUALLY = Duration.ofMinutes(1);

  /** Where the platform tells of changes, a list only finds what was missed. */
  private static final Duration SELDOM = Duration.ofMinutes(5);

  private static final Duration SELDOMEST = Duration.ofHours(1);

  /** One call in ten. */
  private static final double SHARE = 0.1;

  private Cadence() {}

  /**
   * When to discover again.
   *
   * @param limits of the platform, first the one that lists fall under
   * @param calls what the last discovery cost
   */
  static Duration next(Capabilities.Changes changes, List<ApiLimit> limits, long calls) {
    Duration affordable =
        limits.isEmpty()
            ? OFTEN
            : Duration.ofMillis((long) (calls / limits.getFirst().perSecond() / SHARE * 1000));
    Duration wanted =
        switch (changes) {
          case TOLD -> SELDOM;
          case FOUND -> limits.isEmpty() ? OFTEN : USUALLY;
        };
    Duration next = affordable.compareTo(wanted) > 0 ? affordable : wanted;
    return next.compareTo(SELDOMEST) > 0 ? SELDOMEST : next;
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.time.Duration;

/**
 * A limit on the calls of an account: a bucket of tokens that fills steadily. Where a platform
 * documents none, the one we keep ourselves.
 *
 * @param scope short name, unique among the limits of the platform, for example {@code account}
 * @param calls calls that become free in {@code per}; positive
 * @param per the time that the platform counts in; positive
 * @param burst calls that a full bucket holds; positive
 * @param source where it is documented, or why this one was chosen
 */
public record ApiLimit(String scope, int calls, Duration per, int burst, String source) {
  /** Of a limit counted in windows, one call in thirty is kept for bursts, two at least. */
  private static final int BURST_SHARE = 30;

  private static final int LEAST_BURST = 2;

  /** Validates the numbers. */
  public ApiLimit {
    if (calls <= 0 || burst <= 0 || !per.isPositive()) {
      throw new IllegalArgumentException(
          "limit '%s' must allow calls, got: %d per %s, %d at once"
              .formatted(scope, calls, per, burst));
    }
  }

  /** A platform that keeps such a bucket itself: as many calls at once as in the whole time. */
  public static ApiLimit bucket(String scope, int calls, Duration per, String source) {
    return new ApiLimit(scope, calls, per, calls, source);
  }

  /**
   * A platform that counts calls in windows of time, of which we do not see the edges: what may
   * come at once and what becomes free together stay below the limit in any window.
   */
  public static ApiLimit window(String scope, int calls, Duration per, String source) {
    int burst = Math.max(LEAST_BURST, calls / BURST_SHARE);
    return new ApiLimit(scope, Math.max(1, calls - burst), per, burst, source);
  }

  /** The same limit for one of many things, for example one service of the account. */
  public ApiLimit of(String which) {
    return new ApiLimit(scope + ":" + which, calls, per, burst, source);
  }

  /** Calls that become free in a second. */
  public double perSecond() {
    return calls * 1e9 / per.toNanos();
  }
}

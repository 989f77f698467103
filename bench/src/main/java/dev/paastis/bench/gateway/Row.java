// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One contestant in one case.
 *
 * @param perSecond requests
 * @param ratio requests per second over the reference's, 0 without one
 * @param p99Micros 99th percentile of the time for an answer
 * @param p99Ratio the same over the reference's
 * @param cpuMicros processor time of the proxy for one request
 * @param residentKib of the proxy, at the end; for WebSockets what one of them costs
 * @param errors requests without a right answer
 * @param failure why it was not measured, {@code null} when it was
 */
record Row(
    String name,
    Spread perSecond,
    double ratio,
    Spread p99Micros,
    double p99Ratio,
    Spread cpuMicros,
    double residentKib,
    long errors,
    @Nullable String failure) {
  private static final Spread NONE = new Spread(0, 0, 0, List.of());

  static Row failed(String name, String why) {
    return new Row(name, NONE, 0, NONE, 0, NONE, 0, 0, why);
  }

  static Row memory(String name, double kib, long errors) {
    return new Row(name, NONE, 0, NONE, 0, NONE, kib, errors, null);
  }
}

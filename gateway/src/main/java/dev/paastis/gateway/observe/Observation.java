// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import org.jspecify.annotations.Nullable;

/**
 * How a gateway is observed, besides its figures, which it always has.
 *
 * @param log takes a line for every exchange, {@code null} for none
 * @param spans takes the spans of traces, {@code null} for none
 * @param ratio share of the traces that nobody trusted has decided about, 0 to 1
 * @param apps how many apps have figures of their own
 */
public record Observation(
    @Nullable AccessLog log, @Nullable SpanSink spans, double ratio, int apps) {
  /** Figures only, and none by app. */
  public static final Observation NONE = new Observation(null, null, 0, 0);

  /** Validates the values. */
  public Observation {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("the ratio of traces must be 0 to 1, got: " + ratio);
    }
    if (apps < 0) {
      throw new IllegalArgumentException("apps with figures cannot be negative: " + apps);
    }
  }

  /** The same with an access log. */
  public Observation withLog(AccessLog value) {
    return new Observation(value, spans, ratio, apps);
  }

  /** The same with spans taken away by that sink. */
  public Observation withSpans(SpanSink sink, double share) {
    return new Observation(log, sink, share, apps);
  }

  /** The same with figures of their own for so many apps. */
  public Observation withApps(int value) {
    return new Observation(log, spans, ratio, value);
  }
}

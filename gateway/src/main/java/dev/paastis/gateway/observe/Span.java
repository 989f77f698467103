// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A finished piece of a trace. Immutable.
 *
 * @param name what was done, from a small set of names
 * @param server whether it stands for a request that came from outside
 * @param context the trace and the span's own id
 * @param parent id of the span that it is part of, 0 for none
 * @param start when it began
 * @param end when it ended
 * @param attributes texts and whole numbers, named as OpenTelemetry does where it has a name
 * @param failed whether it went wrong through a fault of ours or the app's
 * @param link another span that it waited for, {@code null} for none
 */
public record Span(
    String name,
    boolean server,
    TraceContext context,
    long parent,
    Instant start,
    Instant end,
    Map<String, Object> attributes,
    boolean failed,
    @Nullable TraceContext link) {
  /** Copies the attributes. */
  public Span {
    attributes = Map.copyOf(attributes);
  }
}

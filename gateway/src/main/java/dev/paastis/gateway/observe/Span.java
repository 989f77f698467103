// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A finished piece of a trace. Immutable.
 *
 * @param name what was done, from a small set of names
 * @param kind what it stands for
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
    Kind kind,
    TraceContext context,
    long parent,
    Instant start,
    Instant end,
    Map<String, Object> attributes,
    boolean failed,
    @Nullable TraceContext link) {
  /** What a span stands for. */
  public enum Kind {
    /** A request that came from outside. */
    SERVER,
    /** A request to somebody else. */
    CLIENT,
    /** Work in between. */
    INTERNAL
  }

  /** Copies the attributes. */
  public Span {
    attributes = Map.copyOf(attributes);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.observe;

import dev.paastis.gateway.observe.TraceContext;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives spans the ids that the gateway has given them already, and has told to apps. Each thread
 * names those of the span that it makes next.
 */
final class KnownIds implements IdGenerator {
  private static final ThreadLocal<@Nullable TraceContext> NEXT = new ThreadLocal<>();

  void next(TraceContext context) {
    NEXT.set(context);
  }

  @Override
  public String generateSpanId() {
    return Objects.requireNonNull(NEXT.get(), "no span was named").spanId();
  }

  @Override
  public String generateTraceId() {
    return Objects.requireNonNull(NEXT.get(), "no span was named").traceId();
  }
}

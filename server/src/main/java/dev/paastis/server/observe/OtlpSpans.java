// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.observe;

import dev.paastis.gateway.observe.Span;
import dev.paastis.gateway.observe.SpanSink;
import dev.paastis.gateway.observe.TraceContext;
import dev.paastis.provider.Secret;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sends the gateway's spans away by OTLP over HTTP, in batches and by a thread of its own; past a
 * bound, or while nobody takes them, they are dropped. Safe for use by many threads.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP over HTTP</a>
 */
public final class OtlpSpans implements SpanSink, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LAST_BATCH = Duration.ofSeconds(3);

  private final KnownIds ids = new KnownIds();
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /**
   * Sends to that endpoint.
   *
   * @param endpoint below which {@code /v1/traces} takes them
   * @param headers sent along, as the collector's token
   * @param every how long spans wait for others to go with
   */
  public OtlpSpans(URI endpoint, Map<String, Secret> headers, Duration every) {
    String base = endpoint.toString().replaceAll("/+$", "");
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(base + "/v1/traces").setTimeout(PATIENCE);
    headers.forEach((name, value) -> exporter.addHeader(name, value.reveal()));
    this.provider =
        SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .setSampler(Sampler.alwaysOn()) // the gateway has decided already
            .setResource(
                Resource.create(
                    Attributes.of(AttributeKey.stringKey("service.name"), "paastis-gateway")))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter.build()).setScheduleDelay(every).build())
            .build();
    this.tracer = provider.get("dev.paastis.gateway");
  }

  @Override
  public void ended(Span span) {
    ids.next(span.context());
    SpanBuilder builder =
        tracer
            .spanBuilder(span.name())
            .setSpanKind(kind(span.kind()))
            .setStartTimestamp(span.start());
    if (span.parent() == 0) {
      builder.setNoParent();
    } else {
      builder.setParent(below(span));
    }
    TraceContext link = span.link();
    if (link != null) {
      builder.addLink(context(link, link.spanId()));
    }
    span.attributes().forEach((name, value) -> put(builder, name, value));
    io.opentelemetry.api.trace.Span built = builder.startSpan();
    if (span.failed()) {
      built.setStatus(StatusCode.ERROR);
    }
    built.end(span.end());
  }

  private static SpanKind kind(Span.Kind kind) {
    return switch (kind) {
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case INTERNAL -> SpanKind.INTERNAL;
    };
  }

  private static Context below(Span span) {
    String parent = SpanId.fromLong(span.parent());
    return Context.root()
        .with(io.opentelemetry.api.trace.Span.wrap(context(span.context(), parent)));
  }

  private static SpanContext context(TraceContext of, String spanId) {
    return SpanContext.createFromRemoteParent(
        of.traceId(), spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static void put(SpanBuilder builder, String name, Object value) {
    if (value instanceof Long number) {
      builder.setAttribute(name, number);
    } else {
      builder.setAttribute(name, value.toString());
    }
  }

  /** Sends what waits, for a few seconds at most. */
  @Override
  public void close() {
    provider.shutdown().join(LAST_BATCH.toMillis(), TimeUnit.MILLISECONDS);
  }
}

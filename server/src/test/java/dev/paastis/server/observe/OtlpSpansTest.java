// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.gateway.observe.Span;
import dev.paastis.gateway.observe.TraceContext;
import dev.paastis.provider.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OtlpSpansTest {
  private static final TraceContext ROOT = new TraceContext(1, 2, 3, true);
  private static final int SPAN_KIND_SERVER = 2;
  private static final int SPAN_KIND_CLIENT = 3;
  private static final Instant THEN = Instant.parse("2026-11-20T21:00:00Z");

  private static Span span(String name, long id, long parent) {
    TraceContext context = new TraceContext(ROOT.high(), ROOT.low(), id, true);
    return new Span(
        name,
        parent == 0 ? Span.Kind.SERVER : Span.Kind.CLIENT,
        context,
        parent,
        THEN,
        THEN.plusMillis(5),
        Map.of("url.path", "/a", "http.response.status_code", 200L),
        false,
        parent == 0 ? null : ROOT);
  }

  @Test
  void spans_arrive_with_the_ids_that_apps_were_told() {
    try (OtlpReceiver receiver = new OtlpReceiver();
        OtlpSpans spans = new OtlpSpans(receiver.endpoint(), Map.of(), Duration.ofMillis(50))) {
      spans.ended(span("GET", 3, 0));
      spans.ended(span("hold", 4, 3));

      await().until(() -> receiver.spans().size() == 2);
      assertThat(receiver.paths()).containsOnly("/v1/traces");
      OtlpReceiver.Received request = receiver.spans().getFirst();
      assertThat(request.name()).isEqualTo("GET");
      assertThat(request.trace()).isEqualTo("00000000000000010000000000000002");
      assertThat(request.id()).isEqualTo("0000000000000003");
      assertThat(request.parent()).isEmpty();
      assertThat(request.texts()).containsEntry("url.path", "/a");
      OtlpReceiver.Received hold = receiver.spans().getLast();
      assertThat(hold.parent()).isEqualTo(request.id());
      assertThat(hold.trace()).isEqualTo(request.trace());
      assertThat(hold.link()).isEqualTo("0000000000000003");
      assertThat(request.kind()).isEqualTo(SPAN_KIND_SERVER);
      assertThat(hold.kind()).isEqualTo(SPAN_KIND_CLIENT);
    }
  }

  @Test
  void headers_that_the_collector_wants_are_sent_along() {
    Map<String, Secret> headers = Map.of("x-tenant", new Secret("Bearer a+b=="));
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      try (OtlpSpans spans = new OtlpSpans(receiver.endpoint(), headers, Duration.ofHours(1))) {
        spans.ended(span("GET", 3, 0));
      }

      assertThat(receiver.headers())
          .singleElement()
          .satisfies(all -> assertThat(all.getFirst("X-Tenant")).isEqualTo("Bearer a+b=="));
    }
  }

  @Test
  void last_spans_are_sent_before_it_closes() {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      try (OtlpSpans spans = new OtlpSpans(receiver.endpoint(), Map.of(), Duration.ofHours(1))) {
        spans.ended(span("GET", 3, 0));
      }

      assertThat(receiver.spans()).hasSize(1);
    }
  }

  @Test
  void nobody_who_takes_spans_holds_nobody_up() {
    try (OtlpSpans spans =
        new OtlpSpans(URI.create("http://127.0.0.1:1"), Map.of(), Duration.ofHours(1))) {
      for (int i = 1; i <= 10_000; i++) {
        spans.ended(span("GET", i, 0));
      }
    }
  }
}

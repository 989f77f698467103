// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.observe.Observation;
import dev.paastis.gateway.observe.Span;
import dev.paastis.gateway.observe.TraceContext;
import dev.paastis.wake.WakeOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Traces through gateway, hold and wake. */
final class TraceTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String GIVEN = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private TestGateway gateway = observed(List.of(), 1);

  private TestGateway observed(List<String> trusted, double ratio) {
    TestGateway begun = new TestGateway(settings -> settings.withTrustedPeers(trusted));
    begun.server().observe(Observation.NONE.withSpans(spans::add, ratio));
    return begun;
  }

  private void observe(List<String> trusted, double ratio) {
    gateway.close();
    gateway = observed(trusted, ratio);
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private Span span(String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  private Span of(Span.Kind kind) {
    return spans.stream().filter(span -> span.kind() == kind).findFirst().orElseThrow();
  }

  private static @Nullable TraceContext sentTo(RawUpstream app) {
    String head = app.heads().getLast();
    return TraceContext.parse(head.replaceAll("(?is).*traceparent: ([^\r\n]*).*", "$1"));
  }

  @Test
  void app_goes_on_with_the_trace_below_our_span() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/a?b=c", "traceparent: " + GIVEN, "tracestate: x=1").read();

      await().until(() -> spans.size() == 2);
      Span span = of(Span.Kind.SERVER);
      assertThat(span.context().traceId()).isEqualTo(TRACE);
      assertThat(span.parent()).isEqualTo(0x00f067aa0ba902b7L);
      Span toApp = of(Span.Kind.CLIENT);
      assertThat(toApp.parent()).isEqualTo(span.context().span());
      assertThat(toApp.attributes()).containsEntry("http.response.status_code", 200L);
      assertThat(toApp.failed()).isFalse();
      assertThat(toApp.start()).isBetween(span.start(), span.end());
      assertThat(sentTo(app)).isEqualTo(toApp.context());
      assertThat(app.heads().getLast()).contains("tracestate: x=1");
      assertThat(span.attributes())
          .containsEntry("url.path", "/a")
          .containsEntry("paastis.app", "hello")
          .containsEntry("http.response.status_code", 200L);
      assertThat(span.end()).isAfterOrEqualTo(span.start());
    }
  }

  /** An app that has just stopped listening. */
  private TestGateway gone() throws IOException {
    try (ServerSocket left = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Upstream at = new Upstream("http", "127.0.0.1", left.getLocalPort());
      return gateway.publish(TestGateway.awakeAt(at));
    }
  }

  @Test
  void app_that_cannot_be_reached_leaves_a_request_to_it_that_failed() throws IOException {
    try (RawClient client = gone().client()) {
      assertThat(client.get(HOST, "/").read().status()).isEqualTo(502);

      await().until(() -> spans.size() == 2);
      Span toApp = of(Span.Kind.CLIENT);
      assertThat(toApp.failed()).isTrue();
      assertThat(toApp.attributes()).doesNotContainKey("http.response.status_code");
    }
  }

  @Test
  void malformed_context_is_dropped_with_its_state() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawHttp2 client = RawHttp2.client(gateway.awake(app).server().port())) {
      client.exchange(
          RawHttp2.get(HOST, "/").add("traceparent", "00-nonsense").add("tracestate", "x=1"));

      assertThat(app.heads().getLast()).doesNotContain("nonsense", "tracestate");
      assertThat(Objects.requireNonNull(sentTo(app)).sampled()).isTrue();
    }
  }

  @Test
  void hold_and_wake_are_spans_of_the_same_trace() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.asleep().client()) {
      client.get(HOST, "/", "traceparent: " + GIVEN);
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));
      client.read();

      await().until(() -> spans.size() == 4);
      Span request = of(Span.Kind.SERVER);
      Span wake = span("wake");
      Span hold = span("hold");
      assertThat(spans).allMatch(span -> span.context().traceId().equals(TRACE));
      assertThat(hold.parent()).isEqualTo(request.context().span());
      assertThat(wake.parent()).isEqualTo(request.context().span());
      assertThat(hold.link()).isEqualTo(wake.context());
      assertThat(wake.attributes()).containsEntry("paastis.outcome", "ready");
      assertThat(gateway.wakes().getFirst().details())
          .containsEntry("traceparent", wake.context().header());
    }
  }

  @Test
  void whoever_joins_a_wake_is_linked_to_the_trace_that_asked_for_it() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient first = gateway.asleep().client();
        RawClient second = gateway.client()) {
      first.get(HOST, "/", "traceparent: " + GIVEN);
      await().until(() -> gateway.waiting() == 1);
      second.get(HOST, "/");
      await().until(() -> gateway.waiting() == 2);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));
      first.read();
      second.read();

      await().until(() -> spans.size() == 7);
      assertThat(spans.stream().filter(span -> span.name().equals("hold")))
          .hasSize(2)
          .allMatch(span -> Objects.equals(span.link(), span("wake").context()));
    }
  }

  @Test
  void trusted_peer_decides_what_is_recorded() {
    observe(List.of("127.0.0.1"), 0);
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/not", "traceparent: " + GIVEN.replaceAll("01$", "00")).read();
      client.get(HOST, "/yes", "traceparent: " + GIVEN).read();

      await().until(() -> spans.size() == 2);
      assertThat(of(Span.Kind.SERVER).attributes()).containsEntry("url.path", "/yes");
    }
  }

  @Test
  void stranger_does_not_decide_what_is_recorded() {
    observe(List.of(), 0);
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/", "traceparent: " + GIVEN).read();

      TraceContext sent = Objects.requireNonNull(sentTo(app));
      assertThat(sent.traceId()).isEqualTo(TRACE);
      assertThat(sent.sampled()).isFalse();
      assertThat(spans).isEmpty();
    }
  }

  @Test
  void id_of_a_request_is_that_of_its_trace() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/", "traceparent: " + GIVEN).read().header("x-request-id"))
          .isEqualTo(TRACE);
    }
  }

  @Test
  void without_traces_a_context_passes_as_it_is() {
    gateway.server().observe(Observation.NONE);
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/", "traceparent: " + GIVEN).read();

      assertThat(Objects.requireNonNull(sentTo(app)).header()).isEqualTo(GIVEN);
    }
  }
}

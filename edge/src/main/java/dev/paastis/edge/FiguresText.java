// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.gateway.observe.Distribution;
import dev.paastis.gateway.observe.Figures;
import dev.paastis.gateway.observe.Outcome;
import java.util.List;
import java.util.Map;

/**
 * The gateway's figures as Prometheus reads them: the names and labels of the gateway inside {@code
 * serve}, so that one query and one dashboard does for both.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the text format</a>
 */
final class FiguresText {
  private static final String PREFIX = "paastis_gateway_";
  private static final double NANOS = 1e9;
  private static final List<String> WAKES = List.of("ready", "failed", "not-now", "no-such-app");

  private final StringBuilder text = new StringBuilder(16_384);

  private FiguresText() {}

  /**
   * All of them.
   *
   * @param heard whether the engine is heard
   */
  static String of(Figures now, boolean heard) {
    FiguresText to = new FiguresText();
    to.durations(now);
    to.totals(now.totals());
    to.answers(now);
    if (!now.apps().isEmpty()) {
      to.apps(now);
    }
    to.gauge("engine_connected", "Whether the engine is heard: 1, or 0.", heard ? 1 : 0);
    return to.text.toString();
  }

  private void durations(Figures now) {
    head(
        "request_seconds",
        "histogram",
        "How long exchanges took, from the request's head to the answer's end.");
    for (Figures.Requests one : now.requests()) {
      String labels =
          "kind=\"%s\",outcome=\"%s\",protocol=\"%s\""
              .formatted(one.way().wire(), one.outcome().wire(), one.protocol().wire());
      histogram("request_seconds", labels, one.durations());
    }
    head("hold_seconds", "histogram", "How long requests waited for a wake.");
    now.holds()
        .forEach((protocol, waits) ->
            histogram("hold_seconds", label("protocol", protocol.wire()), waits));
    head(
        "first_byte_seconds",
        "histogram",
        "How long apps took to begin their answer, connecting included.");
    now.firstBytes()
        .forEach((protocol, waits) ->
            histogram("first_byte_seconds", label("protocol", protocol.wire()), waits));
  }

  private void totals(Figures.Totals now) {
    counter("received_bytes", "Bodies of requests, and what came by WebSocket.", now.bytesIn());
    counter("sent_bytes", "Bodies of answers, and what went by WebSocket.", now.bytesOut());
    counter(
        "access_log_dropped",
        "Lines of the access log lost as writing was too slow or failed.",
        now.accessLogDropped());
    gauge("connections", "Connections of clients, open now.", now.connections());
    gauge("upstream_connections", "Connections to apps, open now.", now.upstreamConnections());
    gauge("held", "Requests that wait for a wake now.", now.held());
  }

  private void answers(Figures now) {
    head(
        "refused_total",
        "counter",
        "Answers of the gateway's own that told a problem, by its code.");
    now.refused()
        .forEach((code, count) -> line("refused_total", label("reason", code.wire()), count));
    head("wakes_total", "counter", "Wakes that requests asked for and that have ended.");
    for (String outcome : WAKES) {
      line("wakes_total", label("outcome", outcome), now.wakes().getOrDefault(outcome, 0L));
    }
  }

  private void apps(Figures now) {
    head("app_request_seconds", "histogram", "How long exchanges took, by app.");
    now.apps()
        .forEach(app -> histogram("app_request_seconds", label("app", app.app()), app.durations()));
    head("app_requests_total", "counter", "Exchanges that have ended, by app.");
    for (Figures.AppRequests app : now.apps()) {
      for (Map.Entry<Outcome, Long> ended : app.outcomes().entrySet()) {
        String labels = label("app", app.app()) + "," + label("outcome", ended.getKey().wire());
        line("app_requests_total", labels, ended.getValue());
      }
    }
  }

  private void histogram(String name, String labels, Distribution durations) {
    long below = 0;
    for (int i = 0; i < durations.counts().size(); i++) {
      below += durations.counts().get(i);
      String bound =
          i == Distribution.BOUNDS_NANOS.size()
              ? "+Inf"
              : String.valueOf(Distribution.BOUNDS_NANOS.get(i) / NANOS);
      line(name + "_bucket", labels + "," + label("le", bound), below);
    }
    line(name + "_count", labels, below);
    line(name + "_sum", labels, durations.sumNanos() / NANOS);
  }

  private void counter(String name, String help, long value) {
    head(name + "_total", "counter", help);
    line(name + "_total", "", value);
  }

  private void gauge(String name, String help, long value) {
    head(name, "gauge", help);
    line(name, "", value);
  }

  private void head(String name, String type, String help) {
    text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, String labels, Number value) {
    text.append(PREFIX).append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.observe;

import dev.paastis.gateway.observe.Distribution;
import dev.paastis.gateway.observe.Figures;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The gateway's figures for Prometheus, taken at each scrape. Labels are of small sets; the names
 * of apps are one only where that was asked for, and then up to a bound.
 */
public final class GatewayCollector implements MultiCollector {
  private static final String PREFIX = "paastis_gateway_";
  private static final double NANOS = 1e9;
  private static final List<Double> BOUNDS = bounds();

  private final Supplier<Figures> figures;

  /** Shows these figures. */
  public GatewayCollector(Supplier<Figures> figures) {
    this.figures = figures;
  }

  @Override
  public MetricSnapshots collect() {
    Figures now = figures.get();
    List<MetricSnapshot> all = new ArrayList<>(histograms(now));
    all.addAll(totals(now.totals()));
    all.add(refused(now));
    all.add(wakes(now));
    if (!now.apps().isEmpty()) {
      all.add(appDurations(now));
      all.add(appRequests(now));
    }
    return new MetricSnapshots(all);
  }

  private static List<HistogramSnapshot> histograms(Figures now) {
    HistogramSnapshot.Builder requests =
        HistogramSnapshot.builder()
            .name(PREFIX + "request_seconds")
            .help("How long exchanges took, from the request's head to the answer's end.");
    for (Figures.Requests one : now.requests()) {
      Labels labels =
          Labels.of(
              "kind", one.way().wire(),
              "protocol", one.protocol().wire(),
              "outcome", one.outcome().wire());
      requests.dataPoint(point(labels, one.durations()));
    }
    HistogramSnapshot.Builder holds =
        HistogramSnapshot.builder()
            .name(PREFIX + "hold_seconds")
            .help("How long requests waited for a wake.");
    now.holds()
        .forEach(
            (protocol, d) -> holds.dataPoint(point(Labels.of("protocol", protocol.wire()), d)));
    HistogramSnapshot.Builder firstBytes =
        HistogramSnapshot.builder()
            .name(PREFIX + "first_byte_seconds")
            .help("How long apps took to begin their answer, connecting included.");
    now.firstBytes()
        .forEach((protocol, d) ->
            firstBytes.dataPoint(point(Labels.of("protocol", protocol.wire()), d)));
    return List.of(requests.build(), holds.build(), firstBytes.build());
  }

  private static List<MetricSnapshot> totals(Figures.Totals now) {
    return List.of(
        counter("received_bytes", "Bodies of requests, and what came by WebSocket.", now.bytesIn()),
        counter("sent_bytes", "Bodies of answers, and what went by WebSocket.", now.bytesOut()),
        counter(
            "access_log_dropped",
            "Lines of the access log lost as writing was too slow or failed.",
            now.accessLogDropped()),
        gauge("connections", "Connections of clients, open now.", now.connections()),
        gauge("upstream_connections", "Connections to apps, open now.", now.upstreamConnections()),
        gauge("held", "Requests that wait for a wake now.", now.held()));
  }

  private static MetricSnapshot refused(Figures now) {
    CounterSnapshot.Builder refused =
        CounterSnapshot.builder()
            .name(PREFIX + "refused")
            .help("Answers of the gateway's own that told a problem, by its code.");
    now.refused()
        .forEach(
            (code, count) -> refused.dataPoint(count(Labels.of("reason", code.wire()), count)));
    return refused.build();
  }

  private static MetricSnapshot wakes(Figures now) {
    CounterSnapshot.Builder wakes =
        CounterSnapshot.builder()
            .name(PREFIX + "wakes")
            .help("Wakes that requests asked for and that have ended.");
    for (String outcome : List.of("ready", "failed", "not-now", "no-such-app")) {
      long count = now.wakes().getOrDefault(outcome, 0L);
      wakes.dataPoint(count(Labels.of("outcome", outcome), count));
    }
    return wakes.build();
  }

  private static MetricSnapshot appDurations(Figures now) {
    HistogramSnapshot.Builder durations =
        HistogramSnapshot.builder()
            .name(PREFIX + "app_request_seconds")
            .help("How long exchanges took, by app.");
    now.apps()
        .forEach(app -> durations.dataPoint(point(Labels.of("app", app.app()), app.durations())));
    return durations.build();
  }

  private static MetricSnapshot appRequests(Figures now) {
    CounterSnapshot.Builder requests =
        CounterSnapshot.builder()
            .name(PREFIX + "app_requests")
            .help("Exchanges that have ended, by app.");
    for (Figures.AppRequests app : now.apps()) {
      app.outcomes()
          .forEach((outcome, count) ->
              requests.dataPoint(
                  count(Labels.of("app", app.app(), "outcome", outcome.wire()), count)));
    }
    return requests.build();
  }

  private static HistogramDataPointSnapshot point(Labels labels, Distribution durations) {
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(
            ClassicHistogramBuckets.of(BOUNDS, List.<Number>copyOf(durations.counts())))
        .sum(durations.sumNanos() / NANOS)
        .labels(labels)
        .build();
  }

  private static CounterSnapshot.CounterDataPointSnapshot count(Labels labels, long value) {
    return CounterSnapshot.CounterDataPointSnapshot.builder()
        .labels(labels)
        .value((double) value)
        .build();
  }

  private static MetricSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(PREFIX + name)
        .help(help)
        .dataPoint(count(Labels.EMPTY, value))
        .build();
  }

  private static MetricSnapshot gauge(String name, String help, long value) {
    return GaugeSnapshot.builder()
        .name(PREFIX + name)
        .help(help)
        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value((double) value).build())
        .build();
  }

  private static List<Double> bounds() {
    return Stream.concat(
            Distribution.BOUNDS_NANOS.stream().map(nanos -> nanos / NANOS),
            Stream.of(Double.POSITIVE_INFINITY))
        .toList();
  }
}

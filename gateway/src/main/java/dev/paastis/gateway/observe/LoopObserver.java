// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.schedule.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Observes the exchanges of one event loop, to which it belongs. */
public final class LoopObserver {
  private final Observation how;
  private final AppNames apps;
  private final Ticker ticker;
  private final InstantSource clock;
  private final LoopMeter meter = new LoopMeter();
  private final RequestIds ids = new RequestIds();
  private final boolean traces;

  LoopObserver(Observation how, AppNames apps, Ticker ticker, InstantSource clock) {
    this.how = how;
    this.apps = apps;
    this.ticker = ticker;
    this.clock = clock;
    this.traces = how.spans() != null;
  }

  /** The trail of an exchange that began then. */
  public Trail begin(Observed about, long beganNanos) {
    return new Trail(this, about, beganNanos);
  }

  /** How many connections are open now. */
  public void connections(int clients, int upstream) {
    meter.set(LoopMeter.CONNECTIONS, clients);
    meter.set(LoopMeter.UPSTREAM_CONNECTIONS, upstream);
  }

  LoopMeter meter() {
    return meter;
  }

  RequestIds ids() {
    return ids;
  }

  boolean traces() {
    return traces;
  }

  double ratio() {
    return how.ratio();
  }

  long now() {
    return ticker.nanos();
  }

  void ended(Trail trail) {
    long nanos = Math.max(0, ticker.nanos() - trail.beganNanos());
    Protocol protocol = trail.about().protocol();
    count(trail, protocol, nanos);
    AccessLog log = how.log();
    boolean sampled = traces && trail.trace().context().sampled();
    if (log != null || sampled) {
      AccessLine line = AccessLine.of(trail, protocol, nanos, clock.instant());
      if (log != null) {
        log.add(line);
      }
      if (sampled) {
        trace(trail, line);
      }
    }
  }

  private void count(Trail trail, Protocol protocol, long nanos) {
    Outcome outcome = Outcome.of(trail.status());
    meter.request(trail.way(), protocol, outcome, nanos);
    if (trail.way() == Way.HELD) {
      meter.hold(protocol, trail.holdNanos());
    }
    if (trail.firstByteNanos() >= 0) {
      meter.firstByte(protocol, trail.firstByteNanos());
    }
    ProblemCode problem = trail.problem();
    if (problem != null) {
      meter.refused(problem);
    }
    meter.add(LoopMeter.BYTES_IN, trail.bytesIn());
    meter.add(LoopMeter.BYTES_OUT, trail.bytesOut());
    String app = apps.any() ? trail.about().appName() : null;
    if (app != null) {
      meter.app(apps.of(app)).request(outcome, nanos);
    }
  }

  private void trace(Trail trail, AccessLine line) {
    SpanSink sink = how.spans();
    if (sink == null) {
      return;
    }
    RequestTrace trace = trail.trace();
    if (trail.way() == Way.HELD) {
      Instant from = line.at().plusNanos(trail.heldSinceNanos() - trail.beganNanos());
      sink.ended(holdSpan(trace, from, trail.holdNanos(), ids));
    }
    if (trace.toApp() != 0) {
      Instant from = line.at().plusNanos(Math.max(0, trail.sentNanos() - trail.beganNanos()));
      sink.ended(appSpan(trail, line, from));
    }
    sink.ended(
        new Span(
            line.method(),
            Span.Kind.SERVER,
            trace.context(),
            trace.parent(),
            line.at(),
            line.at().plusNanos(line.nanos()),
            line.attributes(),
            line.status() >= 500,
            null));
  }

  /** From sending the request to the app to the end of its answer. */
  private static Span appSpan(Trail trail, AccessLine line, Instant from) {
    RequestTrace trace = trail.trace();
    boolean answered = trail.firstByteNanos() >= 0;
    Map<String, Object> request = Map.of("http.request.method", line.method());
    Map<String, Object> exchange =
        Map.of(
            "http.request.method",
            line.method(),
            "http.response.status_code",
            (long) line.status());
    return new Span(
        line.method(),
        Span.Kind.CLIENT,
        trace.context().at(trace.toApp()),
        trace.context().span(),
        from,
        line.at().plusNanos(line.nanos()),
        answered ? exchange : request,
        !answered || line.status() >= 400,
        null);
  }

  private static Span holdSpan(RequestTrace trace, Instant from, long nanos, RequestIds ids) {
    return new Span(
        "hold",
        Span.Kind.INTERNAL,
        trace.context().at(ids.nextLong()),
        trace.context().span(),
        from,
        from.plusNanos(nanos),
        Map.of(),
        false,
        trace.waitedFor());
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import dev.paastis.gateway.hold.WakeCall;
import dev.paastis.gateway.hold.WakeWatch;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** All that one gateway observes, over its event loops. Safe for use by many threads. */
public final class Observatory implements WakeWatch {
  private final Observation how;
  private final Ticker ticker;
  private final InstantSource clock;
  private final AppNames apps;
  private final List<LoopObserver> loops = new CopyOnWriteArrayList<>();
  private final Map<String, LongAdder> wakes = new ConcurrentHashMap<>();

  /** Observes like that. */
  public Observatory(Observation how, Ticker ticker, InstantSource clock) {
    this.how = how;
    this.ticker = ticker;
    this.clock = clock;
    this.apps = new AppNames(how.apps());
  }

  /** An observer for one event loop. */
  public LoopObserver newLoop() {
    LoopObserver loop = new LoopObserver(how, apps, ticker, clock);
    loops.add(loop);
    return loop;
  }

  /**
   * Forgets the figures of an app that is gone, so that another may have its place. Its name counts
   * from nothing when it is heard of again, as by a request of its that ends later.
   */
  public void forget(String app) {
    apps.forget(app);
    loops.forEach(loop -> loop.meter().forget(app));
  }

  @Override
  public void ended(WakeCall call, WakeOutcome outcome) {
    wakes.computeIfAbsent(word(outcome), _ -> new LongAdder()).increment();
    TraceContext context = TraceContext.parse(call.detail(Trail.TRACE));
    SpanSink sink = how.spans();
    if (sink != null && context != null && context.sampled()) {
      sink.ended(wakeSpan(call, outcome, context));
    }
  }

  private Span wakeSpan(WakeCall call, WakeOutcome outcome, TraceContext context) {
    Instant end = clock.instant();
    Duration took = Duration.ofNanos(Math.max(0, ticker.nanos() - call.startedNanos()));
    Map<String, Object> attributes =
        Map.of("paastis.app", call.route().app().app().name(), "paastis.outcome", word(outcome));
    return new Span(
        "wake",
        Span.Kind.INTERNAL,
        context,
        context.ofWake().span(),
        end.minus(took),
        end,
        attributes,
        outcome instanceof WakeOutcome.Failed,
        null);
  }

  private static String word(WakeOutcome outcome) {
    return switch (outcome) {
      case WakeOutcome.Ready _ -> "ready";
      case WakeOutcome.Failed _ -> "failed";
      case WakeOutcome.NotNow _ -> "not-now";
      case WakeOutcome.NoSuchApp _ -> "no-such-app";
    };
  }

  /**
   * What was counted.
   *
   * @param held requests that wait for a wake now
   */
  public Figures figures(long held) {
    List<LoopMeter> all = loops.stream().map(LoopObserver::meter).toList();
    Map<ProblemCode, Long> refused = new EnumMap<>(ProblemCode.class);
    for (ProblemCode code : ProblemCode.values()) {
      refused.merge(code, LoopMeter.refused(all, code), Long::sum);
    }
    Map<String, Long> woken = new HashMap<>();
    wakes.forEach((outcome, count) -> woken.put(outcome, count.sum()));
    return new Figures(
        requests(all),
        byProtocol(all, LoopMeter::holds),
        byProtocol(all, LoopMeter::firstBytes),
        apps(all),
        refused,
        woken,
        totals(all, held));
  }

  private Figures.Totals totals(List<LoopMeter> all, long held) {
    AccessLog log = how.log();
    return new Figures.Totals(
        LoopMeter.figure(all, LoopMeter.BYTES_IN),
        LoopMeter.figure(all, LoopMeter.BYTES_OUT),
        LoopMeter.figure(all, LoopMeter.CONNECTIONS),
        LoopMeter.figure(all, LoopMeter.UPSTREAM_CONNECTIONS),
        held,
        log == null ? 0 : log.dropped());
  }

  private static List<Figures.Requests> requests(List<LoopMeter> all) {
    List<Figures.Requests> series = new ArrayList<>();
    for (Way way : Way.values()) {
      for (Protocol protocol : Protocol.values()) {
        for (Outcome outcome : Outcome.values()) {
          Distribution durations = LoopMeter.requests(all, way, protocol, outcome);
          if (durations != null) {
            series.add(new Figures.Requests(way, protocol, outcome, durations));
          }
        }
      }
    }
    return series;
  }

  private interface ByProtocol {
    @Nullable Distribution of(List<LoopMeter> all, Protocol protocol);
  }

  private static Map<Protocol, Distribution> byProtocol(List<LoopMeter> all, ByProtocol what) {
    Map<Protocol, Distribution> found = new EnumMap<>(Protocol.class);
    for (Protocol protocol : Protocol.values()) {
      Distribution durations = what.of(all, protocol);
      if (durations != null) {
        found.put(protocol, durations);
      }
    }
    return found;
  }

  private static List<Figures.AppRequests> apps(List<LoopMeter> all) {
    Set<String> names = new TreeSet<>();
    all.forEach(meter -> names.addAll(meter.apps().keySet()));
    return names.stream().map(name -> app(all, name)).toList();
  }

  private static Figures.AppRequests app(List<LoopMeter> all, String name) {
    List<AppMeter> parts = new ArrayList<>();
    for (LoopMeter meter : all) {
      AppMeter part = meter.apps().get(name);
      if (part != null) {
        parts.add(part);
      }
    }
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, parts.stream().mapToLong(part -> part.count(outcome)).sum());
    }
    Distribution durations = Histogram.merged(parts.stream().map(AppMeter::durations).toList());
    return new Figures.AppRequests(name, durations, outcomes);
  }
}

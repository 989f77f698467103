// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import dev.paastis.gateway.page.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one event loop, which alone writes them; anybody may read. A histogram comes into
 * being with its first duration, so that what never happens costs no memory and shows no series.
 */
@SuppressWarnings("EnumOrdinal") // cells of an array by constant; none leaves the process
final class LoopMeter {
  static final int BYTES_IN = 0;
  static final int BYTES_OUT = 1;
  static final int CONNECTIONS = 2;
  static final int UPSTREAM_CONNECTIONS = 3;

  private static final int PROTOCOLS = Protocol.values().length;
  private static final int OUTCOMES = Outcome.values().length;
  private static final int SERIES = Way.values().length * PROTOCOLS * OUTCOMES;

  private final AtomicReferenceArray<@Nullable Histogram> requests =
      new AtomicReferenceArray<>(SERIES);
  private final AtomicReferenceArray<@Nullable Histogram> holds =
      new AtomicReferenceArray<>(PROTOCOLS);
  private final AtomicReferenceArray<@Nullable Histogram> firstBytes =
      new AtomicReferenceArray<>(PROTOCOLS);
  private final AtomicLongArray refused = new AtomicLongArray(ProblemCode.values().length);
  private final AtomicLongArray figures = new AtomicLongArray(4);
  private final Map<String, AppMeter> apps = new ConcurrentHashMap<>();

  void request(Way way, Protocol protocol, Outcome outcome, long nanos) {
    at(requests, series(way, protocol, outcome)).add(nanos);
  }

  void hold(Protocol protocol, long nanos) {
    at(holds, protocol.ordinal()).add(nanos);
  }

  void firstByte(Protocol protocol, long nanos) {
    at(firstBytes, protocol.ordinal()).add(nanos);
  }

  void refused(ProblemCode code) {
    Cells.add(refused, code.ordinal(), 1);
  }

  void add(int figure, long value) {
    Cells.add(figures, figure, value);
  }

  void set(int figure, long value) {
    figures.setRelease(figure, value);
  }

  AppMeter app(String name) {
    AppMeter known = apps.get(name);
    if (known == null) {
      known = new AppMeter();
      apps.put(name, known);
    }
    return known;
  }

  /** Forgets an app; anybody may. What the loop counts of it at that moment is lost. */
  void forget(String app) {
    apps.remove(app);
  }

  // ---- for readers

  static @Nullable Distribution requests(
      List<LoopMeter> all, Way way, Protocol protocol, Outcome outcome) {
    int series = series(way, protocol, outcome);
    return merged(all, one -> one.requests.get(series));
  }

  static @Nullable Distribution holds(List<LoopMeter> all, Protocol protocol) {
    return merged(all, one -> one.holds.get(protocol.ordinal()));
  }

  static @Nullable Distribution firstBytes(List<LoopMeter> all, Protocol protocol) {
    return merged(all, one -> one.firstBytes.get(protocol.ordinal()));
  }

  static long refused(List<LoopMeter> all, ProblemCode code) {
    return all.stream().mapToLong(one -> one.refused.getAcquire(code.ordinal())).sum();
  }

  static long figure(List<LoopMeter> all, int figure) {
    return all.stream().mapToLong(one -> one.figures.getAcquire(figure)).sum();
  }

  Map<String, AppMeter> apps() {
    return apps;
  }

  private interface Series {
    @Nullable Histogram of(LoopMeter meter);
  }

  private static @Nullable Distribution merged(List<LoopMeter> all, Series series) {
    List<Histogram> present = new ArrayList<>();
    for (LoopMeter meter : all) {
      Histogram one = series.of(meter);
      if (one != null) {
        present.add(one);
      }
    }
    return present.isEmpty() ? null : Histogram.merged(present);
  }

  private static int series(Way way, Protocol protocol, Outcome outcome) {
    return (way.ordinal() * PROTOCOLS + protocol.ordinal()) * OUTCOMES + outcome.ordinal();
  }

  private static Histogram at(AtomicReferenceArray<@Nullable Histogram> all, int index) {
    Histogram known = all.getPlain(index);
    if (known == null) {
      known = new Histogram();
      all.setRelease(index, known);
    }
    return known;
  }
}

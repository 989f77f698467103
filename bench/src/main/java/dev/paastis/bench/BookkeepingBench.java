// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.pause.MorningWatch;
import dev.paastis.provider.Providers;
import dev.paastis.schedule.Ticker;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What it costs to know when apps are due: at rest, and when very many are at once. */
final class BookkeepingBench {
  private static final int AT_REST = 100_000;
  private static final int AT_ONCE = 10_000;
  private static final Duration WATCHED = Duration.ofSeconds(20);
  private static final double BAR_SHARE = 0.01;
  private static final Duration BAR_HAND_OUT = Duration.ofSeconds(1);
  private static final Upstream UPSTREAM = new Upstream("http", "127.0.0.1", 9);

  /** A Friday noon. */
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static final Instant EVENING = Instant.parse("2026-11-20T20:00:00Z");

  boolean run() throws InterruptedException {
    boolean met = atRest();
    met &= handOut();
    return met;
  }

  private static NightEngine engine(AtomicReference<Instant> clock, AtomicInteger handedOut) {
    InstantSource time = clock::get;
    Providers nobody =
        account -> {
          throw new IllegalStateException("nothing is asked of " + account.name());
        };
    return new NightEngine(
        "daily 20:00-08:00",
        new NightEngine.Times(time, Ticker.system()),
        nobody,
        MorningWatch.Pace.UNLIMITED,
        _ -> handedOut.incrementAndGet());
  }

  private static void fill(NightEngine engine, int apps) {
    for (int i = 0; i < apps; i++) {
      engine.add("app-" + i, NOON.minusSeconds(i), UPSTREAM, Formation.of("web", 1, "M"));
    }
    var _ = engine.idleWatch.runDue(NOON); // each gets its deadline
  }

  /** The loop as the engine runs it, on a clock of the machine's own speed. */
  private boolean atRest() throws InterruptedException {
    long began = System.nanoTime();
    AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    NightEngine engine = engine(clock, new AtomicInteger());
    fill(engine, AT_REST);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    engine.mornings.refresh(NOON);
    while (System.nanoTime() - begin < WATCHED.toNanos()) {
      Instant now = NOON.plusNanos(System.nanoTime() - begin);
      clock.set(now);
      if (engine.idleWatch.runDue(now) == 0) {
        // The engine would wait up to a minute; a second makes the loop cost sixty times as much.
        engine.idleWatch.awaitNext(EVENING.minusSeconds(1));
      }
    }
    double share = (threads.getCurrentThreadCpuTime() - cpu) / (double) (System.nanoTime() - begin);
    System.out.printf(
        "at rest     %,d apps awake in front of a window: %.4f %% of a core over %d s (bar %.0f %%);"
            + " put in within %.1f s%n",
        AT_REST, 100 * share, WATCHED.toSeconds(), 100 * BAR_SHARE, (begin - began) / 1e9);
    return share <= BAR_SHARE;
  }

  private boolean handOut() {
    AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    AtomicInteger handedOut = new AtomicInteger();
    NightEngine engine = engine(clock, handedOut);
    fill(engine, AT_ONCE);
    clock.set(EVENING);
    long begin = System.nanoTime();
    int begun = engine.idleWatch.runDue(EVENING);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    System.out.printf(
        "hand out    %,d apps due in the same minute: %,d handed out in %d ms (bar %d ms)%n",
        AT_ONCE, handedOut.get(), took.toMillis(), BAR_HAND_OUT.toMillis());
    return begun == AT_ONCE && handedOut.get() == AT_ONCE && took.compareTo(BAR_HAND_OUT) <= 0;
  }
}

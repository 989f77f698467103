// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppId;
import dev.paastis.app.AppRepository;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.IdleWatch;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each engine does by itself again and again: notices idle apps at their deadlines, stores the
 * activity that its gateway saw, bounds its apps' output, and tells that it is alive. Work that one
 * engine does for all is a job instead.
 */
final class Loops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
  private static final Duration ACTIVITY_EVERY = Duration.ofSeconds(5);
  private static final Duration OUTPUT_EVERY = Duration.ofSeconds(5);
  private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(5);

  private final IdleWatch idleWatch;
  private final Gateways gateways;
  private final AppRepository apps;
  private final Liveness liveness;
  private final Runnable boundOutput;
  private final Times times;
  private final List<Thread> threads = new ArrayList<>();

  /** Activity not stored yet, kept while the store is away; only the activity loop touches it. */
  private final Map<AppId, Instant> pending = new HashMap<>();

  Loops(IdleWatch idleWatch, Gateways gateways, AppRepository apps, Chores chores, Times times) {
    this.idleWatch = idleWatch;
    this.gateways = gateways;
    this.apps = apps;
    this.liveness = chores.liveness();
    this.boundOutput = chores.boundOutput();
    this.times = times;
  }

  /** Wall clock and ticker. */
  record Times(InstantSource clock, Ticker ticker) {}

  /**
   * What else is done regularly.
   *
   * @param liveness told that this engine is alive
   * @param boundOutput keeps the apps' output files within their bounds
   */
  record Chores(Liveness liveness, Runnable boundOutput) {}

  void start() {
    run("idle", this::watchIdle);
    run(
        "activity",
        () -> {
          times.ticker().pause(ACTIVITY_EVERY);
          storeActivity();
        });
    run(
        "output",
        () -> {
          times.ticker().pause(OUTPUT_EVERY);
          boundOutput.run();
        });
    run(
        "heartbeat",
        () -> {
          times.ticker().pause(HEARTBEAT_EVERY);
          liveness.beat();
        });
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    storeActivity();
  }

  private void watchIdle() throws InterruptedException {
    Instant now = times.clock().instant();
    if (idleWatch.runDue(now) == 0) {
      idleWatch.awaitNext(now);
    }
  }

  private synchronized void storeActivity() {
    gateways
        .drainActivity()
        .forEach((app, at) -> pending.merge(app, at, (a, b) -> a.isAfter(b) ? a : b));
    if (pending.isEmpty()) {
      return;
    }
    try {
      apps.recordActivity(pending);
      pending.clear();
    } catch (StoreUnavailableException e) {
      LOG.warn("activity is kept back: {}", e.getMessage());
    }
  }

  /** A loop never dies of one bad round. */
  private void run(String name, Round round) {
    threads.add(
        Thread.ofVirtual()
            .name("loop-" + name)
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                try {
                  round.run();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                  LOG.error("a round of the {} loop failed", name, e);
                }
              }
            }));
  }

  private interface Round {
    void run() throws InterruptedException;
  }
}

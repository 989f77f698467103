// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppId;
import dev.paastis.app.AppRepository;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.IdleWatch;
import dev.paastis.pause.MorningWatch;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.loop.Loop;
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
 * activity that its gateway saw, takes up what was left half done (only this process knows which of
 * its own operations nobody carries out any more), bounds its apps' output, and tells that it is
 * alive. Work that one engine does for all is a job instead.
 */
final class Loops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
  private static final Duration ACTIVITY_EVERY = Duration.ofSeconds(5);
  private static final Duration RECOVERY_EVERY = Duration.ofSeconds(10);
  private static final Duration OUTPUT_EVERY = Duration.ofSeconds(5);
  private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(5);

  private static final Duration MORNINGS_EVERY = Duration.ofMinutes(1);
  private static final Duration DRAINS_EVERY = Duration.ofSeconds(15);
  private static final Duration FEEDS_EVERY = Duration.ofMinutes(30);

  private final Watches watches;
  private final Gateways gateways;
  private final AppRepository apps;
  private final Liveness liveness;
  private final Runnable recovery;
  private final Runnable boundOutput;
  private final Runnable feeds;
  private final Runnable drains;
  private final Times times;
  private final List<Loop> loops = new ArrayList<>();

  /** Activity not stored yet, kept while the store is away; only the activity loop touches it. */
  private final Map<AppId, Instant> pending = new HashMap<>();

  Loops(Watches watches, Gateways gateways, AppRepository apps, Chores chores, Times times) {
    this.watches = watches;
    this.gateways = gateways;
    this.apps = apps;
    this.liveness = chores.liveness();
    this.recovery = chores.recovery();
    this.boundOutput = chores.boundOutput();
    this.feeds = chores.feeds();
    this.drains = chores.drains();
    this.times = times;
  }

  /** What is noticed at its time: sleeps that are due, and starts at the end of windows. */
  record Watches(IdleWatch idle, MorningWatch mornings) {}

  /** Wall clock and ticker. */
  record Times(InstantSource clock, Ticker ticker) {}

  /**
   * What else is done regularly.
   *
   * @param liveness told that this engine is alive
   * @param recovery takes up operations that were left half done
   * @param boundOutput keeps the apps' output files within their bounds
   * @param feeds fetches the feeds of absences anew
   * @param drains reads the log drains anew, which other engines change too
   */
  record Chores(
      Liveness liveness,
      Runnable recovery,
      Runnable boundOutput,
      Runnable feeds,
      Runnable drains) {}

  void start() {
    begin("idle", this::watchIdle);
    begin("mornings", this::watchMornings);
    begin("windows", () -> afterwards(MORNINGS_EVERY, this::refreshMornings));
    begin("feeds", () -> afterwards(FEEDS_EVERY, feeds));
    every(ACTIVITY_EVERY, "activity", this::storeActivity);
    every(RECOVERY_EVERY, "recovery", recovery);
    every(DRAINS_EVERY, "drains", drains);
    every(OUTPUT_EVERY, "output", boundOutput);
    every(HEARTBEAT_EVERY, "heartbeat", liveness::beat);
  }

  @Override
  public void close() {
    loops.forEach(Loop::close);
    storeActivity();
  }

  private void begin(String name, Loop.Round round) {
    loops.add(Loop.start(name, times.ticker(), round));
  }

  private void every(Duration time, String name, Runnable round) {
    loops.add(Loop.every(time, name, times.ticker(), round));
  }

  /** For what is due at the start already. */
  private void afterwards(Duration time, Runnable round) throws InterruptedException {
    round.run();
    times.ticker().pause(time);
  }

  private void refreshMornings() {
    watches.mornings().refresh(times.clock().instant());
  }

  private void watchIdle() throws InterruptedException {
    Instant now = times.clock().instant();
    if (watches.idle().runDue(now) == 0) {
      watches.idle().awaitNext(now);
    }
  }

  private void watchMornings() throws InterruptedException {
    Instant now = times.clock().instant();
    if (watches.mornings().runDue(now) == 0) {
      watches.mornings().awaitNext(now);
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
}

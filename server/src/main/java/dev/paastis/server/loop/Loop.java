// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.loop;

import dev.paastis.app.StoreUnavailableException;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A virtual thread that does one thing again and again until it is closed. It never dies of a bad
 * round: what went wrong is told, and the next round comes a moment later.
 */
public final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final String name;
  private final Ticker ticker;
  private final Round round;
  private final Thread thread;

  /** What is done each time; it waits by itself for the next. */
  @FunctionalInterface
  public interface Round {
    /** Does it once. */
    void run() throws InterruptedException;
  }

  private Loop(String name, Ticker ticker, Round round) {
    this.name = name;
    this.ticker = ticker;
    this.round = round;
    this.thread = Thread.ofVirtual().name("loop-" + name).unstarted(this::repeat);
  }

  /** Begins rounds that wait by themselves, the first at once. */
  public static Loop start(String name, Ticker ticker, Round round) {
    Loop loop = new Loop(name, ticker, round);
    loop.thread.start();
    return loop;
  }

  /** Begins rounds with that time before each. */
  public static Loop every(Duration time, String name, Ticker ticker, Runnable round) {
    return start(
        name,
        ticker,
        () -> {
          ticker.pause(time);
          round.run();
        });
  }

  /** Whether it goes on. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Interrupts the round that is under way, and begins no other. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void repeat() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        once();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() throws InterruptedException {
    try {
      round.run();
    } catch (StoreUnavailableException e) {
      LOG.warn("a round of the {} loop is left out: {}", name, e.getMessage());
      ticker.pause(AFTER_FAILURE);
    } catch (RuntimeException e) {
      LOG.error("a round of the {} loop failed", name, e);
      ticker.pause(AFTER_FAILURE);
    }
  }
}

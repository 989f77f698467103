// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.StoreUnavailableException;
import dev.paastis.notice.Courier;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has the courier do its rounds, in every engine: a message of an engine that is killed is sent by
 * another within seconds of its falling due.
 */
final class NoticeLoop implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeLoop.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int ROUNDS_OF_A_PURGE = 3600;

  /** After the engine, whose events it tells. */
  private static final int PHASE = 1;

  private final Courier courier;
  private final Ticker ticker;
  private volatile @Nullable Thread thread;

  NoticeLoop(Courier courier, Ticker ticker) {
    this.courier = courier;
    this.ticker = ticker;
  }

  @Override
  public void start() {
    courier.begin();
    if (!courier.posts().isEmpty()) {
      thread = Thread.ofVirtual().name("loop-messages").start(this::repeat);
    }
  }

  @Override
  public void stop() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private void repeat() {
    try {
      for (int round = 1; !Thread.currentThread().isInterrupted(); round++) {
        once(round % ROUNDS_OF_A_PURGE == 0);
        ticker.pause(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The loop never dies of one bad round. */
  private void once(boolean purge) {
    try {
      courier.round();
      if (purge) {
        LOG.debug("forgot {} messages that ended long ago", courier.purge());
      }
    } catch (StoreUnavailableException e) {
      LOG.warn("messages wait: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a round of the messages failed", e);
    }
  }
}

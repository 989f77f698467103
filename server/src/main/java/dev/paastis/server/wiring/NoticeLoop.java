// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.notice.Courier;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.loop.Loop;
import java.time.Duration;
import java.util.List;
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
  private static final Duration PURGE_EVERY = Duration.ofHours(1);

  /** After the engine, whose events it tells. */
  private static final int PHASE = 1;

  private final Courier courier;
  private final Ticker ticker;
  private volatile List<Loop> loops = List.of();

  NoticeLoop(Courier courier, Ticker ticker) {
    this.courier = courier;
    this.ticker = ticker;
  }

  @Override
  public void start() {
    courier.begin();
    if (!courier.posts().isEmpty()) {
      loops =
          List.of(
              Loop.every(EVERY, "messages", ticker, courier::round),
              Loop.every(PURGE_EVERY, "old-messages", ticker, this::purge));
    }
  }

  @Override
  public void stop() {
    loops.forEach(Loop::close);
    loops = List.of();
  }

  @Override
  public boolean isRunning() {
    return !loops.isEmpty();
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private void purge() {
    LOG.debug("forgot {} messages that ended long ago", courier.purge());
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.HeaderNames;
import dev.paastis.gateway.forward.UpstreamPools;
import dev.paastis.gateway.hold.HoldLane;
import dev.paastis.gateway.observe.LoopObserver;
import dev.paastis.gateway.route.IgnoreMatcher;
import dev.paastis.schedule.Ticker;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop owns: its connections, its pool, its lane of held requests. Everything that
 * waits is looked after by one tick of the loop, so that ten thousand waiting requests need no
 * timer of their own. Belongs to its loop; not safe for other threads.
 */
final class Worker {
  private static final System.Logger LOG = System.getLogger(Worker.class.getName());
  private static final long TICK_MILLIS = 200;

  private final EventLoop loop;
  private final Ticker ticker;
  private final UpstreamPools pools;
  private final HoldLane lane;
  private final IgnoreMatcher ignore;
  private final ReadAhead readAhead = new ReadAhead();
  private final HeaderNames headerNames = new HeaderNames();
  private final List<Connection> connections = new ArrayList<>();
  private @Nullable LoopObserver observer;
  private boolean draining;

  Worker(EventLoop loop, Ticker ticker, UpstreamPools pools, HoldLane lane, IgnoreMatcher ignore) {
    this.loop = loop;
    this.ticker = ticker;
    this.pools = pools;
    this.lane = lane;
    this.ignore = ignore;
  }

  void start() {
    var _ =
        loop.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Has its exchanges observed so from now on. */
  void observe(LoopObserver by) {
    observer = by;
  }

  LoopObserver observer() {
    return Objects.requireNonNull(observer, "not observed yet");
  }

  EventLoop loop() {
    return loop;
  }

  UpstreamPools pools() {
    return pools;
  }

  HoldLane lane() {
    return lane;
  }

  IgnoreMatcher ignore() {
    return ignore;
  }

  HeaderNames headerNames() {
    return headerNames;
  }

  ReadAhead readAhead() {
    return readAhead;
  }

  long now() {
    return ticker.nanos();
  }

  void add(Connection connection) {
    connection.setPosition(connections.size());
    connections.add(connection);
    if (draining) {
      connection.drain(); // accepted just before the gateway stopped listening
    }
  }

  /** Puts the last connection where this one was: removal costs the same for any number. */
  void remove(Connection connection) {
    Connection last = connections.removeLast();
    if (connection.position() < connections.size()) {
      connections.set(connection.position(), last);
      last.setPosition(connection.position());
    }
  }

  /** Has every connection end once it has answered. */
  void drain() {
    draining = true;
    for (Connection connection : List.copyOf(connections)) {
      connection.drain();
    }
  }

  int open() {
    return connections.size();
  }

  void close() {
    for (Connection connection : List.copyOf(connections)) {
      connection.abort();
    }
    pools.close();
  }

  /** Must not throw: the loop would not call it again. */
  private void tick() {
    try {
      tick(ticker.nanos());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a tick of an event loop broke", e);
    }
  }

  private void tick(long now) {
    // From the end: a connection that closes is replaced by the last, which was already seen.
    for (int i = connections.size() - 1; i >= 0; i--) {
      if (i < connections.size()) {
        connections.get(i).tick(now);
      }
    }
    lane.tick(now);
    pools.tick(now);
    observer().connections(connections.size(), pools.open());
  }
}

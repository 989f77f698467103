// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The event loops of a gateway, each with what it owns, and the ports they listen on. Safe for use
 * by many threads.
 */
final class Workers {
  private static final System.Logger LOG = System.getLogger(Workers.class.getName());
  private static final Duration LAST_LOOK = Duration.ofMillis(20);

  private final EventLoopGroup loops;
  private final Map<EventLoop, Worker> byLoop = new HashMap<>();

  Workers(int eventLoops) {
    loops =
        new MultiThreadIoEventLoopGroup(
            eventLoops, new DefaultThreadFactory("gateway"), NioIoHandler.newFactory());
  }

  /** Makes what each loop owns. */
  void create(Function<EventLoop, Worker> newWorker) {
    for (EventExecutor executor : loops) {
      EventLoop loop = (EventLoop) executor;
      byLoop.put(loop, newWorker.apply(loop));
    }
  }

  /** Has them look after what waits. */
  void start() {
    byLoop.values().forEach(Worker::start);
  }

  Map<EventLoop, Worker> byLoop() {
    return byLoop;
  }

  /**
   * Begins to listen.
   *
   * @throws PortTakenException when the port cannot be used, after which there is no gateway
   */
  Channel listen(int port, GatewayPipeline pipeline) {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32768, 131072))
            .childHandler(pipeline)
            .bind(port)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stop();
      throw new PortTakenException(port, bound.cause());
    }
    return bound.channel();
  }

  boolean isShuttingDown() {
    return loops.isShuttingDown();
  }

  /** Waits until no connection is left, at most for that time. */
  void awaitQuiet(Duration patience, Ticker ticker) {
    Deadline deadline = Deadline.after(patience, ticker);
    try {
      while (openConnections() > 0 && !deadline.expired()) {
        ticker.pause(deadline.atMost(LAST_LOOK));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int left = openConnections();
    if (left > 0) {
      LOG.log(System.Logger.Level.WARNING, "cutting off {0} connections still busy", left);
    }
  }

  private int openConnections() {
    AtomicInteger open = new AtomicInteger();
    onEach(worker -> open.addAndGet(worker.open()));
    return open.get();
  }

  /** Runs a task on each loop, and waits for all of them. */
  void onEach(Consumer<Worker> task) {
    List<Future<?>> tasks = new ArrayList<>();
    for (Worker worker : byLoop.values()) {
      tasks.add(worker.loop().submit(() -> task.accept(worker)));
    }
    tasks.forEach(Future::awaitUninterruptibly);
  }

  void stop() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}

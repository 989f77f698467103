// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import dev.paastis.schedule.Ticker;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to all apps. The one used last is used next, so that the rest
 * grow old and are closed. Belongs to its loop; not safe for other threads.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
public final class UpstreamPool {
  private final EventLoop loop;
  private final Ticker ticker;
  private final Duration idle;
  private final HttpDecoderConfig decoding;
  private final Bootstrap bootstrap;
  private final Map<Upstream, Deque<UpstreamConnection>> kept = new HashMap<>();

  /**
   * A pool of one event loop.
   *
   * @param connect time to wait for a connection
   * @param idle how long a connection is kept unused
   */
  public UpstreamPool(EventLoop loop, Ticker ticker, Duration connect, Duration idle) {
    this.loop = loop;
    this.ticker = ticker;
    this.idle = idle;
    this.decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(16 * 1024)
            .setMaxHeaderSize(64 * 1024)
            .setMaxChunkSize(64 * 1024);
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32768, 131072))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connect.toMillis());
  }

  /** A connection kept from an earlier exchange, {@code null} when there is none. */
  public @Nullable UpstreamConnection takeKept(Upstream upstream, UpstreamListener listener) {
    Deque<UpstreamConnection> connections = kept.get(upstream);
    while (connections != null && !connections.isEmpty()) {
      UpstreamConnection connection = connections.removeLast();
      if (connection.isActive()) {
        connection.setListener(listener);
        return connection;
      }
    }
    return null;
  }

  /** Opens a connection and tells the listener, later and on this loop. */
  public void connect(Upstream upstream, UpstreamListener listener) {
    if (!upstream.scheme().equals("http")) {
      listener.notConnected(
          new IOException("this gateway speaks plain HTTP to apps, not " + upstream.scheme()));
      return;
    }
    ResponseDecoder decoder = new ResponseDecoder(decoding);
    UpstreamConnection connection = new UpstreamConnection(this, upstream, decoder);
    ChannelInitializer<Channel> pipeline =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            // Encoder and decoder apart: who sends sees both flags of the exchange at once.
            channel.pipeline().addLast(decoder, new HttpRequestEncoder(), connection);
          }
        };
    ChannelFuture future =
        bootstrap.clone().handler(pipeline).connect(upstream.host(), upstream.port());
    future.addListener(_ -> connected(future, connection, listener));
  }

  private static void connected(
      ChannelFuture future, UpstreamConnection connection, UpstreamListener listener) {
    if (future.isSuccess()) {
      connection.setListener(listener);
      listener.connected(connection);
    } else {
      listener.notConnected(future.cause());
    }
  }

  /** Closes the connections that nobody used for long. */
  public void tick(long nowNanos) {
    for (Deque<UpstreamConnection> connections : kept.values()) {
      UpstreamConnection oldest = connections.peekFirst();
      while (oldest != null && nowNanos - oldest.idleSinceNanos > idle.toNanos()) {
        connections.removeFirst();
        oldest.close();
        oldest = connections.peekFirst();
      }
    }
    kept.values().removeIf(Deque::isEmpty);
  }

  /** Closes all connections that are kept. */
  public void close() {
    for (Deque<UpstreamConnection> connections : kept.values()) {
      for (UpstreamConnection connection : new ArrayDeque<>(connections)) {
        connection.close();
      }
    }
    kept.clear();
  }

  void keep(UpstreamConnection connection) {
    if (connection.isActive() && !loop.isShuttingDown()) {
      connection.idleSinceNanos = ticker.nanos();
      kept.computeIfAbsent(connection.upstream(), _ -> new ArrayDeque<>()).addLast(connection);
    }
  }

  void drop(UpstreamConnection connection) {
    Deque<UpstreamConnection> connections = kept.get(connection.upstream());
    if (connections != null) {
      connections.remove(connection);
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import dev.paastis.schedule.Ticker;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop to all apps. Belongs to its loop; not safe for others. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
public final class UpstreamPool {
  /** A judgement: enough for an app that answers slowly, few enough for its listen queue. */
  private static final int MAX_NEW = 512;

  /** Past this the app is lost in work, and a client does better to come back. */
  private static final int MAX_WAITING = 4096;

  private final EventLoop loop;
  private final Ticker ticker;
  private final UpstreamLimits limits;
  private final Egress egress;
  private final Breakers breakers;
  private final HttpDecoderConfig decoding;
  private final Bootstrap bootstrap;
  private final HeaderNames names = new HeaderNames();
  private final Map<Upstream, AppConnections> byApp = new HashMap<>();
  private final Map<Upstream, Http2App> http2 = new HashMap<>();
  private final FaultLog faults = new FaultLog();
  private int open;

  /**
   * A pool of one event loop.
   *
   * @param limits of each app
   * @param egress how apps are found and known
   * @param breakers of all loops
   */
  public UpstreamPool(
      EventLoop loop, Ticker ticker, UpstreamLimits limits, Egress egress, Breakers breakers) {
    this.loop = loop;
    this.ticker = ticker;
    this.limits = limits;
    this.egress = egress;
    this.breakers = breakers;
    this.decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(16 * 1024)
            .setMaxHeaderSize(64 * 1024)
            .setMaxChunkSize(64 * 1024);
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .resolver(NoopAddressResolverGroup.INSTANCE) // it would block this loop
            .option(ChannelOption.TCP_NODELAY, true)
            // An app that refuses an upload may answer and close: our next write then fails, and
            // closing on that would lose the answer which has arrived already.
            .option(ChannelOption.AUTO_CLOSE, false)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32768, 131072));
  }

  /** A connection kept from an earlier exchange, {@code null} when there is none. */
  public @Nullable UpstreamCall takeKept(
      Upstream upstream, Speech speech, UpstreamListener listener) {
    if (speech.asks(upstream) || speech.assumesHttp2(upstream)) {
      Http2App app = http2.get(upstream);
      Http2UpstreamConnection room = app == null ? null : app.withRoom();
      if (room != null) {
        return room.call(listener);
      }
    }
    return speech == Speech.ANY ? takeKept(upstream, listener) : null;
  }

  private @Nullable UpstreamCall takeKept(Upstream upstream, UpstreamListener listener) {
    AppConnections app = byApp.get(upstream);
    UpstreamConnection connection = app == null ? null : app.takeKept();
    if (connection != null) {
      connection.setListener(listener);
    }
    return connection;
  }

  /**
   * Has the listener told, later and on this loop, of a connection: a new one, or one that becomes
   * free where too many are new.
   *
   * @return whether it will be told anything; not when too many wait already
   */
  public boolean connect(Upstream upstream, Speech speech, UpstreamListener listener) {
    boolean known = speech.asks(upstream) && http2.containsKey(upstream);
    if (known || speech.assumesHttp2(upstream)) {
      return connectHttp2(upstream, speech, listener);
    }
    AppConnections app = app(upstream);
    if (!app.mayOpen()) {
      return app.enqueue(listener);
    }
    new Opening(this, upstream, speech, false, listener).start();
    return true;
  }

  private boolean connectHttp2(Upstream upstream, Speech speech, UpstreamListener listener) {
    Http2App app = http2App(upstream);
    if (!app.mayOpen()) {
      return app.enqueue(listener);
    }
    new Opening(this, upstream, speech, true, listener).start();
    return true;
  }

  /** A request of HTTP/2 has ended: another may take its place. */
  void http2HasRoom(Http2UpstreamConnection connection) {
    Http2App app = http2.get(connection.upstream());
    if (app != null) {
      app.serve();
    }
  }

  void dropHttp2(Http2UpstreamConnection connection) {
    Http2App app = http2.get(connection.upstream());
    if (app != null) {
      app.drop(connection);
      openForWaiting(connection.upstream(), app);
    }
  }

  private void openForWaiting(Upstream upstream, Http2App app) {
    UpstreamListener next = app.anybodyWaits() && app.mayOpen() ? app.nextWaiting() : null;
    if (next != null) {
      Speech speech = upstream.scheme().equals("http") ? Speech.HTTP_2 : Speech.ANY;
      new Opening(this, upstream, speech, true, next).start();
    }
  }

  private Http2App http2App(Upstream upstream) {
    return http2.computeIfAbsent(upstream, _ -> new Http2App(MAX_WAITING));
  }

  /** Forgets a listener that waits for a connection; harmless when it does not. */
  public void forget(Upstream upstream, UpstreamListener listener) {
    AppConnections app = byApp.get(upstream);
    if (app != null) {
      app.forget(listener);
    }
    Http2App shared = http2.get(upstream);
    if (shared != null) {
      shared.forget(listener);
    }
  }

  private AppConnections app(Upstream upstream) {
    return byApp.computeIfAbsent(upstream, _ -> newApp());
  }

  private AppConnections newApp() {
    return new AppConnections(MAX_NEW, MAX_WAITING, limits.connections());
  }

  /** Zero when one may connect to the app, otherwise how long nobody should. */
  public Duration rest(Upstream upstream) {
    return breakers.rest(upstream);
  }

  /** A new connection has brought an answer. */
  void answered(Upstream upstream) {
    breakers.answered(upstream);
  }

  /** A new connection was cut before it brought an answer. */
  void cutOff(Upstream upstream) {
    breakers.failed(upstream);
  }

  /** A connection of HTTP/1.1 that is yet to be connected. */
  UpstreamConnection newConnection(Upstream upstream) {
    return new UpstreamConnection(this, upstream, new ResponseDecoder(decoding, names));
  }

  /** Connects, in that time, to one address, and puts those handlers in place. */
  ChannelFuture connect(InetSocketAddress to, int millis, Consumer<ChannelPipeline> handlers) {
    ChannelFuture future =
        bootstrap
            .clone()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    handlers.accept(channel.pipeline());
                  }
                })
            .connect(to);
    open++;
    future.channel().closeFuture().addListener(_ -> open--);
    return future;
  }

  /** A connection speaks HTTP/1.1. */
  void opened(UpstreamConnection connection, boolean shared, UpstreamListener listener) {
    if (shared) {
      // It offered HTTP/2 before, and does no longer.
      http2App(connection.upstream())
          .notOpened(new UpstreamFault(UpstreamFault.Kind.NO_HTTP2, null));
      app(connection.upstream()).countAsNew();
    }
    connection.countAsNew();
    connection.channel().closeFuture().addListener(_ -> oneLess(connection.upstream()));
    connection.setListener(listener);
    listener.connected(connection);
  }

  /** A connection speaks HTTP/2. */
  void opened(Http2UpstreamConnection connection, boolean shared, UpstreamListener listener) {
    Upstream upstream = connection.upstream();
    Http2App app = http2App(upstream);
    app.add(connection, shared);
    listener.connected(connection.call(listener));
    app.serve();
    openForWaiting(upstream, app);
    if (!shared) {
      app(upstream).oneLess();
      noLongerNew(upstream);
    }
  }

  /** No connection came about. */
  void notOpened(
      Upstream upstream, UpstreamFault fault, boolean shared, UpstreamListener listener) {
    faults.tell(upstream, fault, ticker.nanos());
    if (fault.kind().isOfApp()) {
      breakers.failed(upstream);
    }
    if (shared) {
      http2App(upstream).notOpened(fault);
    } else {
      app(upstream).oneLess();
      noLongerNew(upstream);
    }
    listener.notConnected(fault);
  }

  EventLoop loop() {
    return loop;
  }

  long now() {
    return ticker.nanos();
  }

  Duration patience() {
    return limits.connect();
  }

  Egress egress() {
    return egress;
  }

  ByteBufAllocator buffers() {
    return ByteBufAllocator.DEFAULT;
  }

  /** How many connections there are, those being opened included. */
  public int open() {
    return open;
  }

  /** Closes the connections that nobody used for long. */
  public void tick(long nowNanos) {
    for (AppConnections app : byApp.values()) {
      app.closeUnusedSince(nowNanos - limits.idle().toNanos());
    }
    byApp.values().removeIf(AppConnections::isEmpty);
    for (Http2App app : http2.values()) {
      app.closeUnusedSince(nowNanos - limits.idle().toNanos());
    }
    http2.values().removeIf(Http2App::isEmpty);
    faults.tick(nowNanos);
    breakers.tick(nowNanos);
  }

  /** Closes all connections that are kept. */
  public void close() {
    byApp.values().forEach(AppConnections::close);
    http2.values().forEach(Http2App::close);
  }

  /** Takes a connection back, for whoever waits or for later. */
  void keep(UpstreamConnection connection) {
    if (!connection.isActive() || loop.isShuttingDown()) {
      return;
    }
    AppConnections app = app(connection.upstream());
    UpstreamListener next = app.nextWaiting();
    if (next == null) {
      connection.idleSince(ticker.nanos());
      app.keep(connection);
    } else {
      connection.setListener(next);
      next.connected(connection);
    }
  }

  void drop(UpstreamConnection connection) {
    AppConnections app = byApp.get(connection.upstream());
    if (app != null) {
      app.drop(connection);
    }
  }

  /** A connection has answered for the first time, or will not: the next may be opened. */
  void noLongerNew(Upstream upstream) {
    AppConnections app = app(upstream);
    app.noLongerNew();
    openNext(upstream, app);
  }

  /** A connection of HTTP/1.1 is closed: the next may be opened. */
  private void oneLess(Upstream upstream) {
    AppConnections app = app(upstream);
    app.oneLess();
    openNext(upstream, app);
  }

  private void openNext(Upstream upstream, AppConnections app) {
    UpstreamListener next = app.anybodyWaits() && app.mayOpen() ? app.nextWaiting() : null;
    if (next != null) {
      new Opening(this, upstream, Speech.ANY, false, next).start();
    }
  }
}

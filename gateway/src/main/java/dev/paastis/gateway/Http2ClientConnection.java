// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.http2.Http2Requests;
import dev.paastis.gateway.http2.SharedConnection;
import dev.paastis.gateway.route.Route;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client that speaks HTTP/2: each of its streams is a {@link Http2ClientStream}
 * with an exchange of its own. Lives on one event loop.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
final class Http2ClientConnection extends SharedConnection<Http2ClientStream>
    implements Connection {
  /** A judgement: SETTINGS, PING and the like in a second; a client with work to do sends few. */
  private static final int MOST_CONTROL_FRAMES = 2_000;

  /**
   * What a client may send for all streams together before any app takes it: thirty uploads that
   * are held, or four to apps that stall, leave room for the others.
   */
  private static final int WINDOW = 2 * 1024 * 1024;

  /** How much more a stream may send ahead than at first, once its app takes the body. */
  private static final int WIDER_BY = 448 * 1024;

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Parts parts;
  private final Worker worker;
  private final LastRoute lastRoute;
  private @Nullable Peer peer;
  private int position;
  private int controlFrames;
  private long countingSinceNanos;
  private long quietSinceNanos;
  private boolean insideRead;
  private boolean draining;
  private boolean removed;

  Http2ClientConnection(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      Parts parts,
      Worker worker) {
    super(decoder, encoder, settings);
    this.parts = parts;
    this.worker = worker;
    this.lastRoute = new LastRoute(parts.table());
    decoder.frameListener(new Frames());
    connection().addListener(new Streams());
  }

  Parts parts() {
    return parts;
  }

  Worker worker() {
    return worker;
  }

  Peer peer() {
    Peer known = peer;
    if (known == null) {
      known = Peer.of(context().channel(), parts);
      peer = known;
    }
    return known;
  }

  @Nullable Route route(String host) {
    return lastRoute.find(host);
  }

  ByteBufAllocator buffers() {
    return context().alloc();
  }

  boolean insideRead() {
    return insideRead;
  }

  boolean draining() {
    return draining;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public void setPosition(int value) {
    position = value;
  }

  // ---- the connection

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    quietSinceNanos = worker.now();
    countingSinceNanos = quietSinceNanos;
    super.handlerAdded(ctx);
    widen(connection().connectionStream(), WINDOW);
    worker.add(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (!removed) {
      removed = true;
      worker.remove(this);
    }
    super.channelInactive(ctx);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    insideRead = true;
    super.decode(ctx, in, out);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    insideRead = false;
    tellTouched(Http2ClientStream::flushRequest);
    super.channelReadComplete(ctx);
  }

  @Override
  public void flushSoon() {
    if (!insideRead) { // at whose end all is sent
      super.flushSoon();
    }
  }

  @Override
  public void tick(long nowNanos) {
    if (nowNanos - countingSinceNanos >= SECOND_NANOS) {
      countingSinceNanos = nowNanos;
      controlFrames = 0;
    }
    if (connection().numActiveStreams() > 0) {
      each(stream -> stream.tick(nowNanos));
    } else if (nowNanos - quietSinceNanos > parts.timeouts().keepAlive().toNanos()) {
      drain();
    }
  }

  @Override
  public void drain() {
    if (draining) {
      return;
    }
    draining = true;
    ChannelHandlerContext ctx = context();
    int last = connection().remote().lastStreamCreated();
    goAway(ctx, last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
    each(Http2ClientStream::drain);
    ctx.flush();
    closeWhenDone();
  }

  private void closeWhenDone() {
    if (draining && !gone() && connection().numActiveStreams() == 0) {
      // Not from within a stream's own end: what it wrote last is to be sent first.
      worker.loop().execute(() -> context().close());
    }
  }

  @Override
  public void abort() {
    context().channel().close();
  }

  // ---- the streams

  @Override
  protected void writabilityChanged(Http2ClientStream stream) {
    stream.writabilityChanged();
  }

  private void each(Consumer<Http2ClientStream> task) {
    try {
      connection()
          .forEachActiveStream(stream -> {
            tell(stream, task);
            return true;
          });
    } catch (Http2Exception e) {
      onError(context(), true, e);
    }
  }

  /** Ends a stream at once: of an error, or because the client has no use for it any more. */
  void reset(Http2Stream stream, Http2Error why) {
    resetStream(context(), stream.id(), why.code(), context().newPromise());
    flushSoon();
  }

  /** Lets a client that is far away keep its line busy, now that the body flows to the app. */
  void widen(Http2Stream stream) {
    if (!gone()) {
      widen(stream, WIDER_BY);
    }
  }

  private void begin(Http2Stream stream, Http2Headers headers, boolean ends) {
    HttpRequest request = Http2Requests.toHttp1(headers, ends);
    if (request == null) {
      reset(stream, Http2Error.PROTOCOL_ERROR);
      return;
    }
    boolean webSocket = Http2Requests.isWebSocket(headers);
    Http2ClientStream client = new Http2ClientStream(this, stream, webSocket);
    bind(stream, client);
    touch(client);
    client.begin(request, ends);
  }

  private final class Streams extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      quietSinceNanos = worker.now();
      tell(stream, Http2ClientStream::closed);
      closeWhenDone();
    }
  }

  private final class Frames extends StreamFrames {
    @Override
    protected void head(Http2Stream stream, Http2Headers headers, boolean ends) {
      Http2ClientStream client = of(stream);
      if (client == null) {
        begin(stream, headers, ends);
      } else {
        touch(client);
        client.trailers(headers);
      }
    }

    @Override
    protected void data(Http2ClientStream stream, ByteBuf data, boolean ends) {
      stream.data(data, ends);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
      control();
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) {
      control();
    }

    @Override
    public void onPriorityRead(
        ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive) {
      control();
    }

    @Override
    public void onUnknownFrame(
        ChannelHandlerContext ctx, byte type, int id, Http2Flags flags, ByteBuf payload) {
      control();
    }

    /** Frames that ask for work and bring no request: in masses they are an attack. */
    private void control() {
      controlFrames++;
      if (controlFrames == MOST_CONTROL_FRAMES) {
        onError(
            context(),
            false,
            Http2Exception.connectionError(
                Http2Error.ENHANCE_YOUR_CALM, "%d control frames in a second", controlFrames));
      }
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.http2.SharedConnection;
import dev.paastis.gateway.http2.Unrepeated;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;

/**
 * One connection of HTTP/2 to an app, shared by many requests. Lives on one event loop, the same as
 * its requests.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its stream, and that is heard
final class Http2UpstreamConnection extends SharedConnection<Http2UpstreamStream> {
  /** What the app may send for all streams together before any client takes it. */
  private static final int WINDOW = 16 * 1024 * 1024;

  private final UpstreamPool pool;
  private final Upstream upstream;
  private int opened;
  private boolean answered;
  private long idleSinceNanos;

  Http2UpstreamConnection(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      UpstreamPool pool,
      Upstream upstream) {
    super(decoder, encoder, settings);
    this.pool = pool;
    this.upstream = upstream;
    decoder.frameListener(new Frames());
    connection().addListener(new Streams());
  }

  Upstream upstream() {
    return upstream;
  }

  /** Whether one more request may be sent over it now. */
  boolean hasRoom() {
    int most = connection().local().maxActiveStreams();
    return begun() && !gone() && !connection().goAwayReceived() && opened < most;
  }

  /** Whether nobody has used it for longer. */
  boolean unusedSince(long nanos) {
    return opened == 0 && idleSinceNanos - nanos < 0;
  }

  /** Begins a request; {@link #hasRoom} said that it may. */
  UpstreamCall call(UpstreamListener listener) {
    opened++;
    return new Http2UpstreamStream(this, listener);
  }

  int newId() {
    return connection().local().incrementAndGetNextStreamId();
  }

  /** From now on the stream's events go to that request. */
  void bind(int id, Http2UpstreamStream call) {
    Http2Stream stream = connection().stream(id);
    if (stream != null) {
      bind(stream, call);
    }
  }

  @Override
  protected void writabilityChanged(Http2UpstreamStream stream) {
    stream.writabilityChanged();
  }

  void consume(int id, int bytes) {
    Http2Stream stream = connection().stream(id);
    if (stream != null) {
      consume(stream, bytes);
    }
  }

  /** Ends a stream at once, unless it has ended. */
  void reset(int id, Http2Error why) {
    Http2Stream stream = connection().stream(id);
    if (stream != null) {
      resetUnlessClosed(stream, why);
    }
  }

  /** The app has begun to answer a request. */
  void answered() {
    if (!answered) {
      answered = true;
      pool.answered(upstream);
    }
  }

  /** One request less is under way. */
  void left() {
    opened--;
    idleSinceNanos = pool.now();
    if (gone()) {
      return;
    }
    if (connection().goAwayReceived() && opened == 0) {
      close();
    } else {
      pool.http2HasRoom(this);
    }
  }

  void close() {
    context().channel().close();
  }

  // ---- the connection

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    idleSinceNanos = pool.now();
    super.handlerAdded(ctx);
    widen(connection().connectionStream(), WINDOW);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    super.channelReadComplete(ctx);
    tellTouched(Http2UpstreamStream::readComplete);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (!answered && opened > 0) {
      pool.cutOff(upstream);
    }
    pool.dropHttp2(this);
    super.channelInactive(ctx);
  }

  private final class Streams extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      tell(stream, call -> call.closed(new IOException("the app closed the stream too early")));
    }
  }

  private final class Frames extends StreamFrames {
    @Override
    protected void head(Http2Stream stream, Http2Headers headers, boolean ends) {
      Http2UpstreamStream call = of(stream);
      if (call != null) {
        touch(call);
        call.head(headers, ends);
      }
    }

    @Override
    protected void data(Http2UpstreamStream stream, ByteBuf data, boolean ends) {
      stream.data(data, ends);
    }
  }

  /** Makes connections. */
  static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<Http2UpstreamConnection, Builder> {
    private static final int STREAM_WINDOW = 256 * 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private final UpstreamPool pool;
    private final Upstream upstream;

    private Builder(UpstreamPool pool, Upstream upstream) {
      this.pool = pool;
      this.upstream = upstream;
      server(false);
      validateHeaders(true);
      headerSensitivityDetector(Unrepeated.FIELDS);
      gracefulShutdownTimeoutMillis(0);
      decoderEnforceMaxSmallContinuationFrames(16);
      initialSettings(
          Http2Settings.defaultSettings()
              .pushEnabled(false)
              .maxHeaderListSize(MAX_HEADER_BYTES)
              .initialWindowSize(STREAM_WINDOW));
    }

    static Http2UpstreamConnection newConnection(UpstreamPool pool, Upstream upstream) {
      return new Builder(pool, upstream).build();
    }

    @Override
    protected Http2UpstreamConnection build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      return new Http2UpstreamConnection(decoder, encoder, settings, pool, upstream);
    }
  }
}

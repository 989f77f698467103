// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.http2.Unrepeated;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/2 to an app, shared by many requests. Lives on one event loop, the same as
 * its requests.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its stream, and that is heard
final class Http2UpstreamConnection extends Http2ConnectionHandler {
  /** What the app may send for all streams together before any client takes it. */
  private static final int WINDOW = 16 * 1024 * 1024;

  private final UpstreamPool pool;
  private final Upstream upstream;
  private final Http2Connection.PropertyKey key;
  private final List<Http2UpstreamStream> touched = new ArrayList<>();
  private @Nullable ChannelHandlerContext context;
  private int opened;
  private boolean flushDue;
  private boolean gone;
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
    this.key = connection().newKey();
    decoder.frameListener(new Frames());
    connection().addListener(new Streams());
    encoder
        .flowController()
        .listener(stream -> tell(stream, Http2UpstreamStream::writabilityChanged));
  }

  Upstream upstream() {
    return upstream;
  }

  ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "not active");
  }

  /** Whether one more request may be sent over it now. */
  boolean hasRoom() {
    int most = connection().local().maxActiveStreams();
    return !gone && !connection().goAwayReceived() && opened < most && context != null;
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
      stream.setProperty(key, call);
    }
  }

  /** Sends what was written, together with what else is written in this turn of the loop. */
  void flushSoon() {
    if (!flushDue) {
      flushDue = true;
      pool.loop().execute(this::flushNow);
    }
  }

  private void flushNow() {
    flushDue = false;
    if (!gone) {
      flush(context());
    }
  }

  void consume(int id, int bytes) {
    Http2Stream stream = connection().stream(id);
    try {
      if (stream != null && connection().local().flowController().consumeBytes(stream, bytes)) {
        flushSoon();
      }
    } catch (Http2Exception e) {
      onError(context(), true, e);
    }
  }

  /** Ends a stream at once, unless it has ended. */
  void reset(int id, Http2Error why) {
    Http2Stream stream = connection().stream(id);
    if (!gone && stream != null && stream.state() != Http2Stream.State.CLOSED) {
      resetStream(context(), id, why.code(), context().newPromise());
      flushSoon();
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
    if (gone) {
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
    context = ctx;
    idleSinceNanos = pool.now();
    super.handlerAdded(ctx);
    connection()
        .local()
        .flowController()
        .incrementWindowSize(connection().connectionStream(), WINDOW);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    super.channelReadComplete(ctx);
    for (Http2UpstreamStream stream : touched) {
      stream.readComplete();
    }
    touched.clear();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    gone = true;
    if (!answered && opened > 0) {
      pool.cutOff(upstream);
    }
    pool.dropHttp2(this);
    super.channelInactive(ctx); // closes all streams, which tells their requests
  }

  private interface Task {
    void on(Http2UpstreamStream stream);
  }

  private void tell(Http2Stream stream, Task task) {
    Http2UpstreamStream call = stream.getProperty(key);
    if (call != null) {
      task.on(call);
    }
  }

  private final class Streams extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      tell(stream, call -> call.closed(new IOException("the app closed the stream too early")));
    }
  }

  private final class Frames extends Http2FrameAdapter {
    private void on(int id, Task task) {
      Http2Stream stream = connection().stream(id);
      if (stream != null) {
        tell(
            stream,
            call -> {
              touched.add(call);
              task.on(call);
            });
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean ends) {
      on(id, call -> call.head(headers, ends));
    }

    @Override
    @SuppressWarnings("TooManyParameters") // Netty's
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int id,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean ends) {
      onHeadersRead(ctx, id, headers, padding, ends);
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean ends) {
      Http2Stream stream = connection().stream(id);
      Http2UpstreamStream call = stream == null ? null : stream.getProperty(key);
      if (call == null) {
        return data.readableBytes() + padding;
      }
      touched.add(call);
      call.data(data, ends);
      return padding;
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

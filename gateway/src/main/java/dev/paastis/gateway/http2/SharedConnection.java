// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/2, shared by many streams, each of which somebody looks after. Lives on
 * one event loop, the same as they.
 *
 * <p>What streams write is sent once a turn of the event loop, as a hundred answers that arrive
 * together are to leave together.
 *
 * @param <S> who looks after a stream
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>
 */
public abstract class SharedConnection<S> extends Http2ConnectionHandler {
  private final Http2Connection.PropertyKey key;
  private final List<S> touched = new ArrayList<>();
  private @Nullable ChannelHandlerContext context;
  private boolean flushDue;
  private boolean gone;

  /** A connection that is not active yet. */
  protected SharedConnection(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    super(decoder, encoder, settings);
    this.key = connection().newKey();
    encoder.flowController().listener(stream -> tell(stream, this::writabilityChanged));
  }

  /** The stream takes more, or no longer does. */
  protected abstract void writabilityChanged(S stream);

  /** The connection in its pipeline; only while it is active. */
  public final ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "not active");
  }

  /** Whether it has become active. */
  protected final boolean begun() {
    return context != null;
  }

  /** Whether it is closed. */
  protected final boolean gone() {
    return gone;
  }

  /** From now on that one looks after the stream. */
  protected final void bind(Http2Stream stream, S by) {
    stream.setProperty(key, by);
  }

  /** Who looks after the stream, {@code null} for nobody. */
  protected final @Nullable S of(Http2Stream stream) {
    return stream.getProperty(key);
  }

  /** Tells who looks after the stream, if anybody does. */
  protected final void tell(Http2Stream stream, Consumer<S> what) {
    S known = of(stream);
    if (known != null) {
      what.accept(known);
    }
  }

  /** Something was read of that stream: it is told at the end of the read. */
  protected final void touch(S stream) {
    touched.add(stream);
  }

  /** Tells the streams of which something was read. */
  protected final void tellTouched(Consumer<S> what) {
    touched.forEach(what);
    touched.clear();
  }

  /** Sends what was written, together with what else is written in this turn of the loop. */
  public void flushSoon() {
    if (!flushDue) {
      flushDue = true;
      context().channel().eventLoop().execute(this::flushNow);
    }
  }

  private void flushNow() {
    flushDue = false;
    if (!gone) {
      flush(context());
    }
  }

  /** Lets the other side send as much more as has been taken of a stream. */
  public final void consume(Http2Stream stream, int bytes) {
    try {
      if (connection().local().flowController().consumeBytes(stream, bytes)) {
        flushSoon();
      }
    } catch (Http2Exception e) {
      onError(context(), true, e);
    }
  }

  /** Lets the other side send so much more before any of it is taken. */
  protected final void widen(Http2Stream stream, int bytes) {
    try {
      connection().local().flowController().incrementWindowSize(stream, bytes);
    } catch (Http2Exception e) {
      onError(context(), true, e);
    }
  }

  /** Ends a stream at once, unless both sides have ended it. */
  @SuppressWarnings(
      "FutureReturnValueIgnored") // a write that fails closes its stream, and that is heard
  public final void resetUnlessClosed(Http2Stream stream, Http2Error why) {
    if (!gone && stream.state() != Http2Stream.State.CLOSED) {
      resetStream(context(), stream.id(), why.code(), context().newPromise());
      flushSoon();
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    gone = true;
    super.channelInactive(ctx); // closes all streams, which tells who looks after them
  }

  /** What is read of streams. */
  protected abstract class StreamFrames extends Http2FrameAdapter {
    /** Frames of this connection. */
    protected StreamFrames() {}

    /**
     * A block of fields was read: a head, or trailers.
     *
     * @param ends whether nothing follows
     */
    protected abstract void head(Http2Stream stream, Http2Headers headers, boolean ends);

    /**
     * A part of a body was read; it is borrowed.
     *
     * @param ends whether nothing follows
     */
    protected abstract void data(S stream, ByteBuf data, boolean ends);

    @Override
    public final void onHeadersRead(
        ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean ends) {
      Http2Stream stream = connection().stream(id);
      if (stream != null) {
        head(stream, headers, ends);
      }
    }

    @Override
    @SuppressWarnings("TooManyParameters") // Netty's
    public final void onHeadersRead(
        ChannelHandlerContext ctx,
        int id,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean ends) {
      onHeadersRead(ctx, id, headers, padding, ends); // priorities are of RFC 7540, and ignored
    }

    @Override
    public final int onDataRead(
        ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean ends) {
      Http2Stream stream = connection().stream(id);
      S known = stream == null ? null : of(stream);
      if (known == null) {
        return data.readableBytes() + padding;
      }
      touch(known);
      data(known, data, ends);
      return padding;
    }
  }
}

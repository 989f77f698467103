// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an app, used by one exchange at a time and kept for the next. Lives on one
 * event loop, the same as its listener.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
public final class UpstreamConnection extends ChannelInboundHandlerAdapter implements UpstreamCall {
  private final UpstreamPool pool;
  private final Upstream upstream;
  private final ResponseDecoder decoder;
  private @Nullable Channel channel;
  private @Nullable UpstreamListener listener;
  private boolean informational;
  private boolean used;
  private boolean fresh;
  private boolean insideRead;
  private boolean givenBack;
  private boolean cutShort;
  private boolean reusable;
  private long idleSinceNanos;
  private @Nullable Throwable broken;

  UpstreamConnection(UpstreamPool pool, Upstream upstream, ResponseDecoder decoder) {
    this.pool = pool;
    this.upstream = upstream;
    this.decoder = decoder;
  }

  Upstream upstream() {
    return upstream;
  }

  ResponseDecoder decoder() {
    return decoder;
  }

  @Override
  public boolean reused() {
    return used && !decoder.heard(); // an answer that has begun cannot begin again
  }

  @Override
  public boolean isReusable() {
    return reusable;
  }

  /** The underlying channel. */
  public Channel channel() {
    return Objects.requireNonNull(channel, "not connected");
  }

  long idleSinceNanos() {
    return idleSinceNanos;
  }

  void idleSince(long nanos) {
    idleSinceNanos = nanos;
  }

  boolean isActive() {
    return channel != null && channel.isActive();
  }

  void setListener(UpstreamListener next) {
    listener = next;
  }

  @Override
  public void send(HttpRequest request) {
    decoder.expectHead(request.method().equals(HttpMethod.HEAD));
    channel().write(request, channel().voidPromise());
  }

  @Override
  public void send(HttpContent content) {
    channel().write(content, channel().voidPromise());
  }

  @Override
  public void flush() {
    channel().flush();
  }

  @Override
  public boolean isWritable() {
    return channel().isWritable();
  }

  @Override
  public void read(boolean more) {
    channel().config().setAutoRead(more);
  }

  /**
   * Gives the connection back for the next exchange; from inside a read only after it, so that what
   * came behind the answer is not taken for the answer to another request.
   */
  @Override
  public void giveBack() {
    listener = null;
    used = true;
    noLongerNew();
    read(true);
    if (insideRead) {
      givenBack = true;
    } else {
      pool.keep(this);
    }
  }

  /** Takes over from who opened it that only so many are new. */
  void countAsNew() {
    fresh = true;
  }

  /** Lets another be opened: this one has answered, or will not. */
  void noLongerNew() {
    if (fresh) {
      fresh = false;
      pool.noLongerNew(upstream);
    }
  }

  @Override
  public void close() {
    listener = null;
    channel().close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    insideRead = true;
    UpstreamListener now = listener;
    if (now == null || !(message instanceof HttpObject object)) {
      ReferenceCountUtil.release(message);
      ctx.close();
    } else if (object.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      fail(
          ctx, new IOException("the app's answer is not HTTP/1.1", object.decoderResult().cause()));
    } else if (object instanceof HttpResponse response
        && !HeaderRules.endIsClear(response.headers())) {
      fail(ctx, new IOException("the app's answer says in two ways where it ends"));
    } else if (cutShort && object instanceof LastHttpContent) {
      ReferenceCountUtil.release(message);
      fail(ctx, new IOException("the app's answer was cut short: TLS did not end with it"));
    } else {
      tell(now, object);
    }
  }

  private void tell(UpstreamListener now, HttpObject object) {
    switch (object) {
      case HttpResponse response when isInformational(response) -> {
        informational = true;
        now.responseInformational(response);
      }
      case HttpResponse response -> {
        if (fresh) {
          pool.answered(upstream);
        }
        noLongerNew();
        reusable = HttpUtil.isKeepAlive(response);
        now.responseHead(response);
      }
      case LastHttpContent last when informational -> {
        informational = false;
        last.release();
      }
      case LastHttpContent last -> now.responseEnd(last);
      case HttpContent content -> now.responseBody(content);
      default -> ReferenceCountUtil.release(object);
    }
  }

  private static boolean isInformational(HttpResponse response) {
    int code = response.status().code();
    return code >= 100 && code < 200 && code != 101;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    insideRead = false;
    if (givenBack) {
      givenBack = false;
      pool.keep(this);
    } else if (listener != null) {
      listener.readComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (listener != null) {
      listener.writabilityChanged();
    }
  }

  /**
   * Hears how TLS ends. After its word of farewell no answer comes, so the connection is of no use;
   * where the connection ends without that word, an answer that ends with it may miss something.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.8">RFC 9112, section 9.8</a>
   */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent end) {
      cutShort = !end.isSuccess();
      pool.drop(this); // closing may take a while, and nobody is to be given it meanwhile
      ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (fresh && listener != null) {
      pool.cutOff(upstream);
    }
    noLongerNew();
    pool.drop(this);
    fail(ctx, broken == null ? new IOException("the app closed the connection") : broken);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      broken = cause; // what has arrived is read first, then the channel becomes inactive
    } else {
      fail(ctx, cause);
    }
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    UpstreamListener last = listener;
    listener = null;
    ctx.close();
    if (last != null) {
      last.lost(cause);
    }
  }
}

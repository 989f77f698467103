// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Encodes answers. It is told whether the request was a HEAD: one exchange at a time is under way
 * on a connection, so a flag is enough, and an answer of 1xx in between does not confuse it.
 *
 * <p>A head whose promise nobody looks at waits for what is written next: a small body that comes
 * whole is put behind it into the same buffer, which costs the kernel less than two of them.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
final class ResponseEncoder extends HttpResponseEncoder {
  /** A judgement: up to here copying is cheaper than a second buffer. */
  private static final int SMALL_BYTES = 4 * 1024;

  private boolean head;
  private @Nullable HttpResponse waiting;
  private int headBytes = 256;

  void expectHead(boolean value) {
    head = value;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return super.isContentAlwaysEmpty(response) || head;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws Exception {
    HttpResponse before = waiting;
    if (before == null) {
      if (promise.isVoid() && message instanceof HttpResponse response && mayWait(response)) {
        waiting = response;
      } else {
        super.write(ctx, message, promise);
      }
    } else if (message instanceof LastHttpContent end && isSmall(end)) {
      waiting = null;
      ctx.write(whole(ctx, before, end), promise);
    } else {
      writeHead(ctx, before);
      super.write(ctx, message, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) throws Exception {
    HttpResponse before = waiting;
    if (before != null) {
      writeHead(ctx, before);
    }
    ctx.flush();
  }

  private boolean mayWait(HttpResponse response) {
    return !(response instanceof HttpContent)
        && !isContentAlwaysEmpty(response)
        && !HttpUtil.isTransferEncodingChunked(response);
  }

  private static boolean isSmall(LastHttpContent end) {
    return end.content().readableBytes() <= SMALL_BYTES && end.trailingHeaders().isEmpty();
  }

  private void writeHead(ChannelHandlerContext ctx, HttpResponse response) throws Exception {
    waiting = null;
    super.write(ctx, response, ctx.voidPromise());
  }

  private ByteBuf whole(ChannelHandlerContext ctx, HttpResponse response, LastHttpContent end)
      throws Exception {
    ByteBuf body = end.content();
    ByteBuf whole = ctx.alloc().buffer(headBytes + body.readableBytes());
    boolean done = false;
    try {
      encodeInitialLine(whole, response);
      sanitizeHeadersBeforeEncode(response, false);
      encodeHeaders(response.headers(), whole);
      ByteBufUtil.writeShortBE(whole, '\r' << 8 | '\n');
      headBytes = Math.max(headBytes, whole.readableBytes());
      whole.writeBytes(body);
      done = true;
      return whole;
    } finally {
      end.release();
      if (!done) {
        whole.release();
      }
    }
  }
}

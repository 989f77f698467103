// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/**
 * Looks at the first bytes of a connection: the preface of HTTP/2 means that the client knows that
 * the gateway speaks it. Until then the connection is one of HTTP/1.1, with all its timeouts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-3.3">RFC 9113, section 3.3</a>
 */
final class PrefaceSniffer extends ByteToMessageDecoder {
  private final Runnable toHttp2;

  /** Sniffs; {@code toHttp2} replaces all handlers behind this one. */
  PrefaceSniffer(Runnable toHttp2) {
    this.toHttp2 = toHttp2;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    int length = Math.min(in.readableBytes(), preface.readableBytes());
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != preface.getByte(i)) {
        ctx.pipeline().remove(this); // hands on what it has
        return;
      }
    }
    if (length == preface.readableBytes()) {
      toHttp2.run();
      ctx.pipeline().remove(this);
    }
  }
}

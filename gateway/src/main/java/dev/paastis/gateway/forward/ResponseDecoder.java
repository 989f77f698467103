// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * Decodes what an app answers. It is told whether the request was a HEAD, whose answer has no body
 * whatever its headers say; one exchange at a time uses a connection, so a flag is enough.
 */
final class ResponseDecoder extends HttpResponseDecoder {
  private final HeaderNames names;
  private boolean head;
  private boolean heard;

  ResponseDecoder(HttpDecoderConfig config, HeaderNames names) {
    super(config);
    this.names = names;
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    return names.name(line, start, length);
  }

  void expectHead(boolean value) {
    head = value;
    heard = false;
  }

  /** Whether any byte has come since. */
  boolean heard() {
    return heard;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    heard |= in.isReadable();
    super.decode(ctx, in, out);
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return super.isContentAlwaysEmpty(message) || head;
  }
}

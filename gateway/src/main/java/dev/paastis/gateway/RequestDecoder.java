// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.HeaderNames;
import dev.paastis.schedule.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * Decodes requests more strictly than Netty: a folded header line, a bare CR and both kinds of
 * length at once are refused, because another server may read them otherwise and see a second
 * request inside the first.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-11.2">RFC 9112, section 11.2</a>
 */
final class RequestDecoder extends HttpRequestDecoder {
  private static final int NOT_STARTED = 0;

  private final Ticker ticker;
  private final HeaderNames names;
  private boolean inHead = true;
  private boolean headStarted;
  private long headStartedNanos = NOT_STARTED;
  private boolean refused;

  RequestDecoder(HttpDecoderConfig config, Ticker ticker, HeaderNames names) {
    super(config);
    this.ticker = ticker;
    this.names = names;
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    return names.name(line, start, length);
  }

  /** Whether a part of a request head has arrived. */
  boolean headStarted() {
    return headStarted;
  }

  /** When the first byte of that head arrived. */
  long headStartedNanos() {
    return headStartedNanos;
  }

  /** Whether something came that cannot be read, nor anything behind it. */
  boolean refused() {
    return refused;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (inHead) {
      checkHead(in);
    }
    int before = out.size();
    super.decode(ctx, in, out);
    follow(out, before);
  }

  private void checkHead(ByteBuf in) {
    if (!headStarted && in.isReadable()) {
      headStartedNanos = ticker.nanos();
    }
    try {
      HeadCheck.check(in, headStarted);
    } catch (IllegalArgumentException e) {
      refused = true;
      in.skipBytes(in.readableBytes());
      throw e;
    }
    headStarted |= in.isReadable();
  }

  private void follow(List<Object> out, int before) {
    for (int i = before; i < out.size(); i++) {
      Object message = out.get(i);
      if (message instanceof HttpRequest) {
        inHead = false;
        headStarted = false;
      }
      if (message instanceof LastHttpContent) {
        inHead = true;
      }
    }
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }
}

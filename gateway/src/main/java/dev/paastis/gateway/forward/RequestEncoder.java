// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * Encodes requests to an app: in our own version whatever the client's, and with an address of the
 * same bytes as the client's, where Netty would write what is beyond ASCII as UTF-8 once more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-6.2">RFC 9110, section 6.2</a>
 */
final class RequestEncoder extends HttpRequestEncoder {
  private static final AsciiString VERSION = AsciiString.cached(" HTTP/1.1\r\n");

  @Override
  protected void encodeInitialLine(ByteBuf line, HttpRequest request) {
    ByteBufUtil.copy(request.method().asciiName(), line);
    line.writeByte(' ');
    line.writeCharSequence(request.uri(), StandardCharsets.ISO_8859_1);
    ByteBufUtil.copy(VERSION, line);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.RequestEncoding;
import dev.paastis.gateway.http2.Http2Requests;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Any fields as those of a request of HTTP/2, once as the bytes of HPACK and once as lines of text.
 * What is taken for a request must be one, and the same, in HTTP/1.1.
 */
public final class Http2Fuzz {
  private Http2Fuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      compare((input[0] & 1) == 0 ? compressed(input) : lines(input), (input[0] & 2) == 0);
    }
  }

  private static Http2Headers compressed(byte[] input) {
    try {
      return new DefaultHttp2HeadersDecoder(false)
          .decodeHeaders(1, Unpooled.wrappedBuffer(input, 1, input.length - 1));
    } catch (Http2Exception e) {
      return new DefaultHttp2Headers(false); // which is no request
    }
  }

  /** Fields as names and values in turn, each ended by a byte that neither may have. */
  private static Http2Headers lines(byte[] input) {
    String text = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1);
    String[] parts = text.split("\u00ff", 64);
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (int i = 0; i + 1 < parts.length; i += 2) {
      headers.add(parts[i], parts[i + 1]);
    }
    return headers;
  }

  private static void compare(Http2Headers headers, boolean ends) {
    HttpRequest request = Http2Requests.toHttp1(headers, ends);
    if (request == null || RequestRules.check(request) != null) {
      return;
    }
    String line = request.method() + " " + request.uri();
    String length = request.headers().get("content-length");
    if (length != null && !length.equals("0")) {
      return; // without the body that it promises it is not whole
    }
    List<StrictHttp.Request> read =
        StrictHttp.read(
            RequestEncoding.encode(List.of(request, LastHttpContent.EMPTY_LAST_CONTENT)));
    StrictHttp.Request only = read.getFirst();
    boolean same =
        read.size() == 1
            && line.equals(only.method() + " " + only.target())
            && only.hosts().size() == 1;
    if (!same) {
      throw new IllegalStateException("taken for " + line + ", sent as " + read);
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.http2;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * Answers of our own to a call of gRPC, which reads its outcome from trailers and not from the
 * status of HTTP.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md">HTTP to
 *     gRPC status</a>
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2,
 *     "Trailers-Only"</a>
 */
public final class GrpcStatus {
  private static final AsciiString GRPC = AsciiString.cached("application/grpc");
  private static final AsciiString STATUS = AsciiString.cached("grpc-status");
  private static final AsciiString MESSAGE = AsciiString.cached("grpc-message");

  private GrpcStatus() {}

  /** The whole answer, which ends with its head. */
  public static Http2Headers trailersOnly(int httpStatus, String message) {
    return new DefaultHttp2Headers(false)
        .status("200")
        .set(HttpHeaderNames.CONTENT_TYPE, GRPC)
        .set(STATUS, Integer.toString(of(httpStatus)))
        .set(MESSAGE, encoded(message));
  }

  /** The status of gRPC that says the same. */
  static int of(int httpStatus) {
    return switch (httpStatus) {
      case 400 -> 13; // INTERNAL
      case 401 -> 16; // UNAUTHENTICATED
      case 403 -> 7; // PERMISSION_DENIED
      case 404 -> 12; // UNIMPLEMENTED
      case 429, 502, 503, 504 -> 14; // UNAVAILABLE
      default -> 2; // UNKNOWN
    };
  }

  /** Percent-encoded but for what is visible in ASCII. */
  static String encoded(String message) {
    StringBuilder text = new StringBuilder();
    for (byte octet : message.getBytes(StandardCharsets.UTF_8)) {
      if (octet >= 0x20 && octet < 0x7f && octet != '%') {
        text.append((char) octet);
      } else {
        text.append('%').append("%02X".formatted(octet & 0xff));
      }
    }
    return text.toString();
  }
}

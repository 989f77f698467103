// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.http2;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Requests of HTTP/2 as those of HTTP/1.1, and back. What HTTP/1.1 could read in a second way is
 * malformed here, because a request that came in by the one may leave by the other.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.3.1">RFC 9113, section 8.3.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8441">RFC 8441, WebSocket over HTTP/2</a>
 */
public final class Http2Requests {
  private static final AsciiString WEBSOCKET_KEY = AsciiString.cached("sec-websocket-key");
  private static final AsciiString TRAILERS = AsciiString.cached("trailers");
  private static final AsciiString GRPC = AsciiString.cached("application/grpc");

  private Http2Requests() {}

  /**
   * A request in the words of HTTP/1.1: its {@code Host} is the authority, its cookies are one
   * field, and its body is chunked where no length is said. A WebSocket reads as an upgrade.
   *
   * @param ends whether no body follows
   * @return {@code null} when the request is malformed
   */
  public static @Nullable HttpRequest toHttp1(Http2Headers from, boolean ends) {
    CharSequence method = from.method();
    if (method == null || !HeaderText.isToken(method)) {
      return null;
    }
    boolean webSocket = isWebSocket(from);
    CharSequence path = from.path();
    boolean reads = webSocket || !HttpMethod.CONNECT.asciiName().contentEquals(method);
    if (!reads || path == null || !isPath(path, method) || from.scheme() == null) {
      return null;
    }
    HttpMethod verb = webSocket ? HttpMethod.GET : HttpMethod.valueOf(method.toString());
    HttpRequest request =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, verb, path.toString(), HeaderText.unchecked());
    boolean sound = copyFields(from, request.headers()) && setHost(from, request.headers());
    if (!sound) {
      return null;
    }
    if (webSocket) {
      upgrade(request.headers());
    } else {
      frame(request, ends);
    }
    return request;
  }

  /** Whether a client wants to speak WebSocket over its stream. */
  public static boolean isWebSocket(Http2Headers headers) {
    CharSequence protocol = headers.get(PseudoHeaderName.PROTOCOL.value());
    return protocol != null
        && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(protocol)
        && HttpMethod.CONNECT.asciiName().contentEquals(nonNull(headers.method()));
  }

  private static CharSequence nonNull(@Nullable CharSequence text) {
    return text == null ? "" : text;
  }

  private static boolean isPath(CharSequence path, CharSequence method) {
    boolean whole = path.length() == 1 && path.charAt(0) == '*';
    boolean begins =
        whole
            ? HttpMethod.OPTIONS.asciiName().contentEquals(method)
            : !path.isEmpty() && path.charAt(0) == '/';
    return begins && HeaderText.isVisible(path);
  }

  private static boolean copyFields(Http2Headers from, HttpHeaders to) {
    StringBuilder cookies = null;
    for (Map.Entry<CharSequence, CharSequence> field : from) {
      CharSequence name = field.getKey();
      if (name.isEmpty() || !HeaderText.isValue(field.getValue())) {
        return false;
      }
      if (name.charAt(0) == ':') {
        continue;
      }
      if (!HeaderText.isLowerCaseToken(name) || HeaderText.isOfConnection(name, field.getValue())) {
        return false;
      }
      if (HttpHeaderNames.COOKIE.contentEquals(name)) {
        cookies = join(cookies, field.getValue());
      } else {
        to.add(name, field.getValue());
      }
    }
    if (cookies != null) {
      to.set(HttpHeaderNames.COOKIE, cookies.toString());
    }
    return true;
  }

  private static StringBuilder join(@Nullable StringBuilder cookies, CharSequence next) {
    return cookies == null ? new StringBuilder(next) : cookies.append("; ").append(next);
  }

  /** Takes the authority for the host; the two may not name different ones. */
  private static boolean setHost(Http2Headers from, HttpHeaders to) {
    CharSequence authority = from.authority();
    String host = to.get(HttpHeaderNames.HOST);
    if (authority == null) {
      return true;
    }
    boolean one = to.getAll(HttpHeaderNames.HOST).size() <= 1;
    if (!one || (host != null && !AsciiString.contentEqualsIgnoreCase(host, authority))) {
      return false;
    }
    to.set(HttpHeaderNames.HOST, authority);
    return true;
  }

  private static void frame(HttpRequest request, boolean ends) {
    HttpHeaders headers = request.headers();
    if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      return;
    }
    if (!ends) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    } else if (expectsBody(request.method())) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
    }
  }

  private static boolean expectsBody(HttpMethod method) {
    return switch (method.name()) {
      case "POST", "PUT", "PATCH" -> true;
      default -> false;
    };
  }

  private static void upgrade(HttpHeaders headers) {
    byte[] key = new byte[16];
    ThreadLocalRandom.current().nextBytes(key); // guards caches, keeps no secret
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    headers.set(WEBSOCKET_KEY, Base64.getEncoder().encodeToString(key));
  }

  /**
   * A request in the words of HTTP/2.
   *
   * @param scheme of the app's address
   */
  public static Http2Headers toHttp2(HttpRequest from, String scheme) {
    HttpHeaders fields = from.headers();
    Http2Headers to = new DefaultHttp2Headers(false, fields.size() + 5);
    to.method(from.method().asciiName());
    to.scheme(scheme);
    String host = fields.get(HttpHeaderNames.HOST);
    if (host != null) {
      to.authority(host);
    }
    to.path(from.uri());
    HeaderText.copyToHttp2(fields, to);
    if (isGrpc(from)) {
      to.set(HttpHeaderNames.TE, TRAILERS); // of this hop, so it was taken out; gRPC requires it
    }
    return to;
  }

  /**
   * Whether a request is of gRPC, which works over HTTP/2 only.
   *
   * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over
   *     HTTP/2</a>
   */
  public static boolean isGrpc(HttpRequest request) {
    String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
    return type != null
        && type.regionMatches(true, 0, GRPC.toString(), 0, GRPC.length())
        && (type.length() == GRPC.length() || "+;".indexOf(type.charAt(GRPC.length())) >= 0);
  }
}

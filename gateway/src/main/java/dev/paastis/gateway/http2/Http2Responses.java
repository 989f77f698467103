// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.http2;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers and trailers of HTTP/2 in the words of HTTP/1.1, and back.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.3.2">RFC 9113, section 8.3.2</a>
 */
public final class Http2Responses {
  private Http2Responses() {}

  /** An answer in the words of HTTP/2. */
  public static Http2Headers toHttp2(HttpResponse from) {
    Http2Headers to = new DefaultHttp2Headers(false, from.headers().size() + 1);
    to.status(from.status().codeAsText());
    HeaderText.copyToHttp2(from.headers(), to);
    return to;
  }

  /** An answer in the words of HTTP/1.1, {@code null} when it is malformed. */
  public static @Nullable HttpResponse toHttp1(Http2Headers from) {
    HttpResponseStatus status = status(from.status());
    if (status == null) {
      return null;
    }
    HttpResponse to = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, HeaderText.unchecked());
    return copy(from, to.headers()) ? to : null;
  }

  private static @Nullable HttpResponseStatus status(@Nullable CharSequence text) {
    if (text == null || text.length() != 3) {
      return null;
    }
    int code = 0;
    for (int i = 0; i < 3; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      code = code * 10 + digit;
    }
    boolean known = code >= 100 && code != 101; // HTTP/2 has no 101
    return known ? HttpResponseStatus.valueOf(code) : null;
  }

  /** Trailers in the words of HTTP/2. */
  public static Http2Headers trailersToHttp2(HttpHeaders from) {
    Http2Headers to = new DefaultHttp2Headers(false, from.size());
    HeaderText.copyToHttp2(from, to);
    return to;
  }

  /** Trailers in the words of HTTP/1.1, {@code null} when they are malformed. */
  public static @Nullable HttpHeaders trailersToHttp1(Http2Headers from) {
    HttpHeaders to = HeaderText.unchecked();
    return copy(from, to) ? to : null;
  }

  private static boolean copy(Http2Headers from, HttpHeaders to) {
    for (Map.Entry<CharSequence, CharSequence> field : from) {
      CharSequence name = field.getKey();
      CharSequence value = field.getValue();
      if (name.isEmpty() || !HeaderText.isValue(value)) {
        return false;
      }
      if (name.charAt(0) == ':') {
        continue;
      }
      if (!HeaderText.isLowerCaseToken(name) || HeaderText.isOfConnection(name, value)) {
        return false;
      }
      to.add(name, value);
    }
    return true;
  }
}

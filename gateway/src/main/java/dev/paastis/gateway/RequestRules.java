// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.page.ProblemCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What a request must look like to be passed on, after it was decoded: nothing about where it goes
 * or where it ends may be open to a second reading.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class RequestRules {
  private RequestRules() {}

  /** What is wrong with a request, {@code null} when nothing is. */
  static @Nullable ProblemCode check(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return ofDecoder(request.decoderResult().cause());
    }
    HttpVersion version = request.protocolVersion();
    if (version.majorVersion() != 1 || version.minorVersion() > 1) {
      return ProblemCode.VERSION_NOT_SUPPORTED;
    }
    if (request.method().equals(HttpMethod.CONNECT)) {
      return ProblemCode.METHOD_NOT_ALLOWED;
    }
    boolean sound =
        lengthIsClear(request.headers(), version)
            && hostIsClear(request.headers(), version)
            && toOriginForm(request);
    return sound ? null : ProblemCode.BAD_REQUEST;
  }

  static ProblemCode ofDecoder(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> ProblemCode.URI_TOO_LONG;
      case TooLongHttpHeaderException _ -> ProblemCode.HEADERS_TOO_LARGE;
      default -> ProblemCode.BAD_REQUEST;
    };
  }

  private static boolean lengthIsClear(HttpHeaders headers, HttpVersion version) {
    Iterator<? extends CharSequence> lengths =
        headers.valueCharSequenceIterator(HttpHeaderNames.CONTENT_LENGTH);
    boolean hasLength = lengths.hasNext();
    if (hasLength && (!isNumber(lengths.next()) || lengths.hasNext())) {
      return false;
    }
    Iterator<? extends CharSequence> encodings =
        headers.valueCharSequenceIterator(HttpHeaderNames.TRANSFER_ENCODING);
    if (!encodings.hasNext()) {
      return true;
    }
    CharSequence encoding = encodings.next();
    return !hasLength
        && !encodings.hasNext()
        && version.minorVersion() == 1
        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encoding);
  }

  private static boolean isNumber(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean hostIsClear(HttpHeaders headers, HttpVersion version) {
    Iterator<? extends CharSequence> hosts =
        headers.valueCharSequenceIterator(HttpHeaderNames.HOST);
    if (!hosts.hasNext()) {
      return version.minorVersion() == 0;
    }
    CharSequence host = hosts.next();
    return !hosts.hasNext() && isAuthority(host);
  }

  static boolean isAuthority(CharSequence host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._:[]~%".indexOf(c) >= 0
              || c > 0x7f;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** Turns {@code http://host/path} into {@code /path} where the host is the one of the header. */
  private static boolean toOriginForm(HttpRequest request) {
    String uri = request.uri();
    if (uri.startsWith("/")) {
      return true;
    }
    if (uri.equals("*")) {
      return request.method().equals(HttpMethod.OPTIONS);
    }
    int authority = uri.indexOf("://") + 3;
    boolean web =
        uri.regionMatches(true, 0, "http://", 0, 7) || uri.regionMatches(true, 0, "https://", 0, 8);
    return web && takeAuthority(request, uri, authority);
  }

  private static boolean takeAuthority(HttpRequest request, String uri, int from) {
    int end = from;
    while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
      end++;
    }
    String named = uri.substring(from, end);
    String host = request.headers().get(HttpHeaderNames.HOST);
    if (!isAuthority(named) || (host != null && !host.equalsIgnoreCase(named))) {
      return false;
    }
    request.headers().set(HttpHeaderNames.HOST, named);
    String rest = uri.substring(end);
    request.setUri(rest.startsWith("/") ? rest : "/" + rest);
    return true;
  }
}

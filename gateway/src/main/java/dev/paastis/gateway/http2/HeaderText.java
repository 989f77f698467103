// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.http2;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;

/**
 * What names and values of fields may look like. Netty checks less than the rules ask for, and what
 * it lets pass could end a line of HTTP/1.1.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.2.1">RFC 9113, section 8.2.1</a>
 */
final class HeaderText {
  private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

  /** Fields of one connection, which HTTP/2 does not know. */
  private static final AsciiString[] OF_CONNECTION = {
    HttpHeaderNames.CONNECTION,
    HttpHeaderNames.TRANSFER_ENCODING,
    HttpHeaderNames.UPGRADE,
    AsciiString.cached("keep-alive"),
    AsciiString.cached("proxy-connection"),
  };

  private static final AsciiString TRAILERS = AsciiString.cached("trailers");

  private HeaderText() {}

  /** Fields that are not checked by Netty, because they were checked here. */
  static HttpHeaders unchecked() {
    return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
  }

  static boolean isToken(CharSequence text) {
    return !text.isEmpty() && allOfToken(text, true);
  }

  static boolean isLowerCaseToken(CharSequence text) {
    return !text.isEmpty() && allOfToken(text, false);
  }

  private static boolean allOfToken(CharSequence text, boolean capitals) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z')
              || c == '-'
              || (c >= '0' && c <= '9')
              || (capitals && c >= 'A' && c <= 'Z')
              || TOKEN_SIGNS.indexOf(c) >= 0;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing in it is a blank or a control character. */
  static boolean isVisible(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= 0x20 || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is a value: no NUL, CR, LF, and no blank at either end. */
  static boolean isValue(CharSequence text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == 0 || c == '\r' || c == '\n') {
        return false;
      }
    }
    return length == 0 || (!isBlank(text.charAt(0)) && !isBlank(text.charAt(length - 1)));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Whether it is a field that only a connection of HTTP/1.1 has. */
  static boolean isOfConnection(CharSequence name, CharSequence value) {
    if (HttpHeaderNames.TE.contentEquals(name)) {
      return !TRAILERS.contentEqualsIgnoreCase(value);
    }
    return isOfConnection(name);
  }

  private static boolean isOfConnection(CharSequence name) {
    for (AsciiString field : OF_CONNECTION) {
      if (field.contentEqualsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** Copies fields with their names in lower case, without those of a connection or the host. */
  static void copyToHttp2(HttpHeaders from, Http2Headers to) {
    for (Iterator<Map.Entry<CharSequence, CharSequence>> each = from.iteratorCharSequence();
        each.hasNext(); ) {
      Map.Entry<CharSequence, CharSequence> field = each.next();
      AsciiString name = AsciiString.of(field.getKey()).toLowerCase();
      if (!isOfConnection(name)
          && !HttpHeaderNames.HOST.contentEquals(name)
          && !HttpHeaderNames.TE.contentEquals(name)) {
        to.add(name, field.getValue());
      }
    }
  }
}

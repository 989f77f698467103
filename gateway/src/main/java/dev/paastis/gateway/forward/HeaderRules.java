// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * What a proxy takes out of and puts into headers, in place.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6">RFC 9110, section 7.6</a>
 */
public final class HeaderRules {
  /** No chain of gateways that anybody means is as long. */
  private static final int MOST_GATEWAYS = 8;

  private static final String PSEUDONYM = " paastis";

  /** Came by HTTP/1.1. */
  public static final AsciiString VIA_HTTP_1 = AsciiString.cached("1.1 paastis");

  /** Came by HTTP/2. */
  public static final AsciiString VIA_HTTP_2 = AsciiString.cached("2.0 paastis");

  private static final AsciiString[] HOP_BY_HOP = {
    HttpHeaderNames.CONNECTION,
    AsciiString.cached("keep-alive"),
    AsciiString.cached("proxy-connection"),
    AsciiString.cached("proxy-authenticate"),
    AsciiString.cached("proxy-authorization"),
    HttpHeaderNames.TE,
    HttpHeaderNames.UPGRADE,
    AsciiString.cached("http2-settings"),
  };

  /** Naming these in {@code Connection} must not change where a message goes or ends. */
  private static final AsciiString[] NEVER_BY_CONNECTION = {
    HttpHeaderNames.HOST, HttpHeaderNames.CONTENT_LENGTH, HttpHeaderNames.TRANSFER_ENCODING,
  };

  private HeaderRules() {}

  /** Takes out what is meant for this connection only, and whatever {@code Connection} names. */
  public static void stripHopByHop(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.CONNECTION)) {
      for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
        stripNamed(headers, value);
      }
    }
    for (AsciiString name : HOP_BY_HOP) {
      headers.remove(name);
    }
  }

  private static void stripNamed(HttpHeaders headers, String connection) {
    if (HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(connection)
        || HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(connection)) {
      return;
    }
    for (String part : connection.split(",", -1)) {
      String name = part.trim();
      if (!name.isEmpty() && !isProtected(name)) {
        headers.remove(name);
      }
    }
  }

  private static boolean isProtected(String name) {
    for (AsciiString kept : NEVER_BY_CONNECTION) {
      if (kept.contentEqualsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** Who asked a trusted peer, the first in front: addresses, or names of those who hide theirs. */
  public static List<String> forwardedFor(HttpHeaders headers) {
    return ForwardedHeaders.chain(headers);
  }

  /**
   * Whether a request goes round in circles: it came through so many gateways like this that one of
   * them must be the app of another.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3">RFC 9110, section 7.6.3</a>
   */
  public static boolean isLoop(HttpHeaders headers) {
    if (!headers.contains(HttpHeaderNames.VIA)) {
      return false;
    }
    int gateways = 0;
    for (String field : headers.getAll(HttpHeaderNames.VIA)) {
      for (String stage : field.split(",", -1)) {
        gateways += stage.stripTrailing().endsWith(PSEUDONYM) ? 1 : 0;
      }
    }
    return gateways > MOST_GATEWAYS;
  }

  /**
   * Whether an answer's end can be read in one way only.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112, section 6.3</a>
   */
  static boolean endIsClear(HttpHeaders headers) {
    String encoding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
    return encoding == null
        || (HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encoding)
            && headers.getAll(HttpHeaderNames.TRANSFER_ENCODING).size() == 1
            && !headers.contains(HttpHeaderNames.CONTENT_LENGTH));
  }

  /** Says that the message came through here, and by which version of HTTP. */
  public static void addVia(HttpHeaders headers, AsciiString via) {
    headers.add(HttpHeaderNames.VIA, via);
  }
}

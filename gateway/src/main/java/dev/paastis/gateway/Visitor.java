// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Cause;
import dev.paastis.gateway.page.Language;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who asks, as far as the request tells. */
final class Visitor {
  private static final AsciiString FETCH_MODE = AsciiString.cached("sec-fetch-mode");
  private static final int LONGEST_DETAIL = 200;

  private Visitor() {}

  /** Whether a browser will show the answer as a page of its own. */
  static boolean isNavigation(HttpRequest request) {
    HttpHeaders headers = request.headers();
    String mode = headers.get(FETCH_MODE);
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    if (mode != null) {
      return reads && mode.equals("navigate");
    }
    return reads && accepts(headers, "text/html");
  }

  /** Whether it asks for server-sent events. */
  static boolean wantsEvents(HttpRequest request) {
    return accepts(request.headers(), "text/event-stream");
  }

  private static boolean accepts(HttpHeaders headers, String type) {
    String accept = headers.get(HttpHeaderNames.ACCEPT);
    return accept != null && accept.contains(type);
  }

  /** The language that it reads. */
  static Language language(HttpRequest request) {
    return Language.of(request.headers().get(HttpHeaderNames.ACCEPT_LANGUAGE));
  }

  /** The path without query. */
  static String path(HttpRequest request) {
    int query = request.uri().indexOf('?');
    return query < 0 ? request.uri() : request.uri().substring(0, query);
  }

  /** The cause of a wake: who, with what, wanted which page. */
  static Cause cause(HttpRequest request, String address) {
    Map<String, String> details = new HashMap<>();
    details.put("address", address);
    details.put("method", request.method().name());
    put(details, "path", path(request));
    put(details, "host", request.headers().get(HttpHeaderNames.HOST));
    put(details, "agent", request.headers().get(HttpHeaderNames.USER_AGENT));
    String summary = "%s %s from %s".formatted(request.method(), details.get("path"), address);
    return new Cause(Cause.Kind.REQUEST, summary, details);
  }

  private static void put(Map<String, String> details, String name, @Nullable String value) {
    if (value != null) {
      details.put(name, value.substring(0, Math.min(value.length(), LONGEST_DETAIL)));
    }
  }
}

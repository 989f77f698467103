// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Cause;
import dev.paastis.gateway.forward.HeaderRules;
import dev.paastis.gateway.page.Language;
import dev.paastis.wake.Wakes;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who asks, as far as the request tells. */
final class Visitor {
  private static final AsciiString FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");
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

  /** Whether a browser shows the answer to its form as a page of its own. */
  static boolean showsPages(HttpRequest request) {
    String mode = request.headers().get(FETCH_MODE);
    return mode == null ? accepts(request.headers(), "text/html") : mode.equals("navigate");
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
    return pathOf(request.uri());
  }

  private static String pathOf(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** The cause of a wake: who, with what, wanted which page. */
  static Cause cause(HttpRequest request, String address) {
    Map<String, String> details = details(request, address, path(request));
    details.put("method", request.method().name());
    String summary = "%s %s from %s".formatted(request.method(), details.get("path"), address);
    return new Cause(Cause.Kind.REQUEST, summary, details);
  }

  /** The cause of a wake that a person asked for on the pause page. */
  static Cause clicked(HttpRequest request, String address) {
    String page = pathOf(Click.returnTo(request));
    Map<String, String> details = details(request, address, page);
    details.put(Wakes.CLICKED, "yes");
    return new Cause(
        Cause.Kind.REQUEST,
        "a click at %s from %s".formatted(details.get("path"), address),
        details);
  }

  private static Map<String, String> details(HttpRequest request, String address, String path) {
    HttpHeaders headers = request.headers();
    Map<String, String> details = new HashMap<>();
    details.put("address", address);
    put(details, "path", path);
    put(details, "host", headers.get(HttpHeaderNames.HOST));
    put(details, "agent", headers.get(HttpHeaderNames.USER_AGENT));
    put(details, "referrer", hostOf(headers.get(HttpHeaderNames.REFERER)));
    return details;
  }

  /** The host alone: the rest of a referrer may hold what its owner wants to keep. */
  private static @Nullable String hostOf(@Nullable String referrer) {
    try {
      return referrer == null ? null : new URI(referrer).getHost();
    } catch (URISyntaxException e) {
      return null; // whoever sends something else has not told where it comes from
    }
  }

  /** Whether it was asked by TLS, as far as the peer may tell. */
  static boolean isSecure(HttpRequest request, Client client) {
    String said = client.peer().trusted() ? request.headers().get(FORWARDED_PROTO) : null;
    return said == null ? client.peer().secure() : said.equalsIgnoreCase("https");
  }

  /** The address of whoever asks: the nearest one that is not a trusted proxy's own. */
  static String address(HttpRequest request, Client client) {
    String peer = client.peer().address();
    if (!client.peer().trusted()) {
      return peer;
    }
    List<String> chain = HeaderRules.forwardedFor(request.headers());
    String nearest = peer;
    for (String stage : chain.reversed()) {
      InetAddress said = NetUtil.createInetAddressFromIpAddressString(stage);
      if (said == null) {
        return nearest;
      }
      nearest = said.getHostAddress();
      if (!client.parts().trusted().contains(new InetSocketAddress(said, 0))) {
        return nearest;
      }
    }
    return nearest;
  }

  private static void put(Map<String, String> details, String name, @Nullable String value) {
    if (value != null) {
      details.put(name, value.substring(0, Math.min(value.length(), LONGEST_DETAIL)));
    }
  }
}

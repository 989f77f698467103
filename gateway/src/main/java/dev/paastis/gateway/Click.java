// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.AsciiString;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person's wish to have a paused app woken now: the form of the pause page, sent to a path of
 * ours. Only that page may send it. A link, an image or a form of another site cannot, nor can a
 * browser that fetches ahead of its user; a browser says so in headers that no page can set.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class Click {
  /** Where the form is sent. */
  static final String PATH = Reception.OURS + "wake";

  private static final String RETURN_TO = "to";

  /** A longer address is not carried along: the click leads to the front page then. */
  private static final int LONGEST_RETURN = 2_000;

  private static final AsciiString FETCH_SITE = AsciiString.cached("sec-fetch-site");
  private static final List<AsciiString> PURPOSES =
      List.of(AsciiString.cached("sec-purpose"), AsciiString.cached("purpose"));

  private Click() {}

  /** The action of the form on the pause page of that request. */
  static String action(HttpRequest request) {
    return PATH
        + "?"
        + RETURN_TO
        + "="
        + URLEncoder.encode(safe(uri(request)), StandardCharsets.UTF_8);
  }

  /** The address at which the person was, on the same host. */
  static String returnTo(HttpRequest request) {
    List<String> values = new QueryStringDecoder(request.uri()).parameters().get(RETURN_TO);
    return values == null ? "/" : safe(values.getFirst());
  }

  /** Whether a page of that very host sent it because a person clicked. */
  static boolean isOwn(HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (!request.method().equals(HttpMethod.POST) || isAhead(headers)) {
      return false;
    }
    String site = headers.get(FETCH_SITE);
    return site == null ? isOfHost(headers) : site.equals("same-origin");
  }

  /** Browsers too old for fetch metadata, and those on plain HTTP, name the origin of a POST. */
  private static boolean isOfHost(HttpHeaders headers) {
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    String host = headers.get(HttpHeaderNames.HOST);
    if (origin == null || host == null) {
      return false;
    }
    int authority = origin.indexOf("://");
    return authority > 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
  }

  private static boolean isAhead(HttpHeaders headers) {
    return PURPOSES.stream().anyMatch(headers::contains);
  }

  /** A page shown in answer to a click that did not help carries on where the first one began. */
  private static String uri(HttpRequest request) {
    return request.uri().startsWith(Reception.OURS) ? returnTo(request) : request.uri();
  }

  /** The path if it can only mean one of this host, otherwise the front page. */
  private static String safe(@Nullable String path) {
    return path != null
            && path.length() <= LONGEST_RETURN
            && path.startsWith("/")
            && !path.startsWith("//")
            && !path.startsWith(Reception.OURS)
            && path.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\')
        ? path
        : "/";
  }
}

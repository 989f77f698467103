// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a visitor at the host that was asked for when the app is asked for its own: what the app
 * says of that own host is turned into the visitor's, and the other way round. Of one exchange.
 *
 * <p>Only addresses that name one of the two hosts are touched, and only in fields of heads. An
 * {@code Origin} of any other host stays, so that an app still sees what comes from elsewhere.
 */
public final class Rewriting {
  private static final AsciiString REFRESH = AsciiString.cached("refresh");
  private static final AsciiString FORWARDED_HOST = AsciiString.cached("x-forwarded-host");
  private static final AsciiString FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");
  private static final String URL = "url=";
  private static final String DOMAIN = "domain=";

  private final Upstream upstream;
  private final String host;
  private final String scheme;

  private Rewriting(Upstream upstream, String host, String scheme) {
    this.upstream = upstream;
    this.host = host;
    this.scheme = scheme;
  }

  /**
   * The rewriting that a request needs.
   *
   * @param request its headers, with all that an app is told about the visitor
   * @return {@code null} when the app is asked for the visitor's host
   */
  public static @Nullable Rewriting of(Upstream upstream, HttpHeaders request) {
    String host = first(request.get(FORWARDED_HOST));
    if (!upstream.ownHost() || host == null || host.equalsIgnoreCase(upstream.authority())) {
      return null;
    }
    boolean secure = "https".equalsIgnoreCase(first(request.get(FORWARDED_PROTO)));
    return new Rewriting(upstream, host, secure ? "https" : "http");
  }

  private static @Nullable String first(@Nullable String list) {
    int comma = list == null ? -1 : list.indexOf(',');
    return list == null || comma < 0 ? list : list.substring(0, comma).trim();
  }

  /** Turns what a visitor's browser says of its host into the app's. */
  public void request(HttpHeaders headers) {
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    Address from = origin == null ? null : Address.of(origin);
    if (from != null && from.rest().isEmpty() && isVisitors(from)) {
      headers.set(HttpHeaderNames.ORIGIN, upstream.scheme() + "://" + upstream.authority());
    }
    String referrer = headers.get(HttpHeaderNames.REFERER);
    Address page = referrer == null ? null : Address.of(referrer);
    if (page != null && isVisitors(page)) {
      headers.set(
          HttpHeaderNames.REFERER, upstream.scheme() + "://" + upstream.authority() + page.rest());
    }
  }

  private boolean isVisitors(Address address) {
    return !address.scheme().isEmpty() && address.authority().equalsIgnoreCase(host);
  }

  /** Turns what the app says of its host into the visitor's. */
  public void response(HttpHeaders headers) {
    rewrite(headers, HttpHeaderNames.LOCATION);
    rewrite(headers, HttpHeaderNames.CONTENT_LOCATION);
    String refresh = headers.get(REFRESH);
    if (refresh != null) {
      headers.set(REFRESH, refresh(refresh));
    }
    if (headers.contains(HttpHeaderNames.SET_COOKIE)) {
      cookies(headers);
    }
  }

  private void rewrite(HttpHeaders headers, AsciiString name) {
    String value = headers.get(name);
    if (value != null) {
      headers.set(name, toVisitors(value));
    }
  }

  private String toVisitors(String value) {
    Address address = Address.of(value);
    if (address == null || !isApps(address)) {
      return value;
    }
    if (address.scheme().isEmpty()) {
      return "//" + host + address.rest();
    }
    // An app that asks for TLS where it has none asks it of the visitor.
    boolean asksForTls = address.isSecure() && upstream.scheme().equals("http");
    return (asksForTls ? "https" : scheme) + "://" + host + address.rest();
  }

  private boolean isApps(Address address) {
    String authority = address.authority();
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String name = hasPort ? authority.substring(0, colon) : authority;
    String own = upstream.host();
    boolean same = name.equalsIgnoreCase(own) || name.equalsIgnoreCase("[" + own + "]");
    return same && (!hasPort || isAppsPort(authority.substring(colon + 1)));
  }

  private boolean isAppsPort(String port) {
    return port.equals(String.valueOf(upstream.port())) || port.equals("80") || port.equals("443");
  }

  /** As in {@code 5; url="https://app.example/"}. */
  private String refresh(String value) {
    int url = value.toLowerCase(Locale.ROOT).indexOf(URL);
    if (url < 0) {
      return value;
    }
    int start = url + URL.length();
    boolean quoted = start < value.length() && "\"'".indexOf(value.charAt(start)) >= 0;
    int from = quoted ? start + 1 : start;
    return value.substring(0, from) + toVisitors(value.substring(from));
  }

  /** A cookie for the app's domain would be dropped by the browser: it gets the host it is for. */
  private void cookies(HttpHeaders headers) {
    List<String> all = headers.getAll(HttpHeaderNames.SET_COOKIE);
    List<String> mapped = new ArrayList<>(all.size());
    for (String cookie : all) {
      mapped.add(cookie(cookie));
    }
    if (!mapped.equals(all)) {
      headers.set(HttpHeaderNames.SET_COOKIE, mapped);
    }
  }

  private String cookie(String cookie) {
    StringBuilder kept = new StringBuilder(cookie.length());
    for (String part : cookie.split(";", -1)) {
      String attribute = part.trim();
      boolean first = kept.isEmpty();
      if (first
          || !attribute.regionMatches(true, 0, DOMAIN, 0, DOMAIN.length())
          || !isForAppOnly(attribute.substring(DOMAIN.length()).trim())) {
        kept.append(first ? "" : ";").append(part);
      }
    }
    return kept.toString();
  }

  private boolean isForAppOnly(String domain) {
    String name = domain.startsWith(".") ? domain.substring(1) : domain;
    int port = host.indexOf(':');
    return !name.isEmpty()
        && covers(name, upstream.host())
        && !covers(name, port < 0 ? host : host.substring(0, port));
  }

  private static boolean covers(String domain, String host) {
    String dotted = "." + domain;
    return host.equalsIgnoreCase(domain)
        || host.regionMatches(true, host.length() - dotted.length(), dotted, 0, dotted.length());
  }

  /**
   * An address that names a host.
   *
   * @param scheme {@code http:} or {@code https:}, or empty
   * @param authority host and port
   * @param rest from the path on
   */
  private record Address(String scheme, String authority, String rest) {
    private static @Nullable Address of(String text) {
      int slashes = text.indexOf("//");
      if (slashes < 0) {
        return null;
      }
      String scheme = text.substring(0, slashes).toLowerCase(Locale.ROOT);
      if (!scheme.isEmpty() && !scheme.equals("http:") && !scheme.equals("https:")) {
        return null;
      }
      int end = slashes + 2;
      while (end < text.length() && "/?#\\\"'".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      return new Address(scheme, text.substring(slashes + 2, end), text.substring(end));
    }

    private boolean isSecure() {
      return scheme.equals("https:");
    }
  }
}

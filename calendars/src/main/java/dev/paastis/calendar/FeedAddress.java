// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Addresses of feeds: which may be asked, and how they are told without what they keep secret. */
final class FeedAddress {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private FeedAddress() {}

  /** The address to ask; calendars' own scheme is https by another name. */
  static URI of(String text) {
    URI uri;
    try {
      uri = URI.create(text.strip().replaceFirst("(?i)^webcal://", "https://"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The feed's address is no URL; write https://...", e);
    }
    if (!permitted(uri) || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "Feed %s cannot be asked: write https://..., without user and password (http:// only to this machine)"
              .formatted(told(uri)));
    }
    return uri;
  }

  /** Whether it is encrypted, or stays on this machine. */
  static boolean permitted(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return uri.getHost() != null
        && (scheme.equals("https") || (scheme.equals("http") && loopback(uri)));
  }

  /** Whether a feed at the first address may send on to the second. */
  static boolean mayRedirect(URI from, URI to) {
    return permitted(to) && (!loopback(to) || loopback(from));
  }

  private static boolean loopback(URI uri) {
    return LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
  }

  /** Scheme and host alone: the path of a private calendar is its password. */
  static String told(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme() + ":";
    return uri.getHost() == null ? scheme + "..." : scheme + "//" + uri.getHost() + "/...";
  }
}

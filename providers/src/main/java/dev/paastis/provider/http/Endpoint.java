// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An address of the user's API, perhaps with a place for an app's reference. That place is never in
 * the host: a credential goes only to the hosts that the account names.
 *
 * @param origin scheme, host and port
 * @param path path and query, with {@value #REF} where the reference belongs
 */
record Endpoint(URI origin, String path) {
  private static final String REF = "{ref}";

  /** Stands in for the reference while the address is checked. */
  private static final String SAMPLE = "ref";

  /** An address of one app. */
  static Endpoint ofApp(String setting, String url) {
    Endpoint endpoint = parse(setting, url);
    int place = url.strip().indexOf(REF);
    if (place < endpoint.origin().toString().length()) {
      throw new IllegalArgumentException(
          "'%s' must have %s in its path or query".formatted(setting, REF));
    }
    return endpoint;
  }

  /** An address without a place for a reference. */
  static Endpoint ofAll(String setting, String url) {
    if (url.contains(REF)) {
      throw new IllegalArgumentException(
          "'%s' is asked for all apps and must be without %s".formatted(setting, REF));
    }
    return parse(setting, url);
  }

  private static Endpoint parse(String setting, String url) {
    try {
      URI uri = URI.create(url.strip().replace(REF, SAMPLE));
      if (isHttp(uri) && uri.getUserInfo() == null && uri.getFragment() == null) {
        String origin = uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority();
        return new Endpoint(URI.create(origin), url.strip().substring(origin.length()));
      }
    } catch (IllegalArgumentException _) {
      // told below, with what was expected
    }
    // without the text: people write credentials into addresses
    throw new IllegalArgumentException(
        "'%s' must be an http or https address without user and fragment".formatted(setting));
  }

  private static boolean isHttp(URI uri) {
    return uri.getHost() != null
        && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
  }

  /** The path for that app. */
  String path(String ref) {
    return path.replace(REF, URLEncoder.encode(ref, StandardCharsets.UTF_8).replace("+", "%20"));
  }
}

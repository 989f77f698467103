// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to a sample.
 *
 * @param method in upper case
 * @param target path and query as sent
 * @param headers by name in lower case; of several, the last
 * @param body streamed; empty when there is none
 */
record Request(String method, String target, Map<String, String> headers, InputStream body) {
  /** The path without the query. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** A header's value, or an empty text. */
  String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }

  /** A parameter of the query; {@code null} when it is not there. */
  @Nullable String parameter(String name) {
    int query = target.indexOf('?');
    for (String pair : target.substring(query + 1).split("&", -1)) {
      if (query >= 0 && pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  /** Whether the answer must have no body. */
  boolean isHead() {
    return method.equals("HEAD");
  }
}

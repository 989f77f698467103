// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.provider.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the header fields that a collector of traces wants: {@code name=value}, separated by
 * commas, values percent-encoded. No message holds a value, which may be a credential.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OTLP exporter,
 *     Specifying headers via environment variables</a>
 */
final class TraceHeaders {
  static final String VARIABLE = "OTEL_EXPORTER_OTLP_HEADERS";

  /**
   * A field name.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110, tokens</a>
   */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]*");

  private TraceHeaders() {}

  /**
   * The fields, in the order of the text.
   *
   * @throws IllegalArgumentException naming the first entry that is none
   */
  static Map<String, Secret> read(String text) {
    Map<String, Secret> headers = new LinkedHashMap<>();
    int entry = 0;
    for (String part : text.split(",", -1)) {
      entry++;
      if (!part.isBlank()) {
        add(headers, part, entry);
      }
    }
    return headers;
  }

  private static void add(Map<String, Secret> headers, String part, int entry) {
    int equals = part.indexOf('=');
    String name = part.substring(0, Math.max(0, equals)).strip();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s: entry %d must be name=value, with a value that is percent-encoded"
              .formatted(VARIABLE, entry));
    }
    headers.put(name, new Secret(decoded(part.substring(equals + 1).strip(), name)));
  }

  /** A plus stands for itself here, unlike in forms. */
  private static String decoded(String value, String name) {
    String text;
    try {
      text = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong(name);
    }
    if (!VALUE.matcher(text).matches()) {
      throw wrong(name);
    }
    return text;
  }

  private static IllegalArgumentException wrong(String name) {
    return new IllegalArgumentException(
        "%s: the value of '%s' is not percent-encoded, or no text of a header"
            .formatted(VARIABLE, name));
  }
}

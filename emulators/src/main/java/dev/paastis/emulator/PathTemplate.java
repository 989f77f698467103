// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A path with placeholders, for example {@code /v1/apps/{app}}. */
record PathTemplate(List<String> segments) {
  static PathTemplate of(String template) {
    return new PathTemplate(List.of(template.split("/", -1)));
  }

  /**
   * The values of the placeholders, when the path fits.
   *
   * @param rawPath as it came, so that an encoded slash stays within its segment
   */
  Optional<Map<String, String>> match(String rawPath) {
    List<String> actual = Stream.of(rawPath.split("/", -1)).map(PathTemplate::decode).toList();
    if (actual.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < actual.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{")) {
        values.put(segment.substring(1, segment.length() - 1), actual.get(i));
      } else if (!segment.equals(actual.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** In a path, unlike in a form, a plus sign is itself. */
  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.described;

import dev.paastis.app.Formation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A platform's own JSON object, kept whole as a formation. In one spelling, whatever the order of
 * its fields, so that two can be compared; numbers keep all their digits.
 */
final class Formations {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** What one variable of a process's environment holds on any system, and more than is needed. */
  private static final int LARGEST_BYTES = 64 << 10;

  private static final String KEY = "json";

  private Formations() {}

  /** Of an absent or empty object, nothing. */
  static Formation read(JsonNode node) throws UnreadableException {
    if (node.isMissingNode() || node.isNull()) {
      return Formation.EMPTY;
    }
    if (!node.isObject()) {
      throw new UnreadableException("'formation' must be an object, got: " + node.getNodeType());
    }
    return node.isEmpty() ? Formation.EMPTY : kept(JSON.writeValueAsString(node));
  }

  private static Formation kept(String text) throws UnreadableException {
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    if (size > LARGEST_BYTES) {
      throw new UnreadableException(
          "'formation' must be at most %d bytes, got: %d".formatted(LARGEST_BYTES, size));
    }
    return new Formation(List.of(), Map.of(KEY, text));
  }

  /** The object as it was said. */
  static String write(Formation formation) {
    return formation.extras().getOrDefault(KEY, "{}");
  }
}

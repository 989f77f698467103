// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads what may be missing, null or of another type than the vendor says. */
final class Json {
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  private Json() {}

  /** The text of a field, empty when it is none. */
  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : "";
  }

  /** The number in a field, or the other. */
  static int number(JsonNode node, String field, int otherwise) {
    JsonNode value = node.path(field);
    return value.isInt() ? value.intValue() : otherwise;
  }

  static List<String> texts(JsonNode node, String field) {
    return node.path(field)
        .valueStream()
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .toList();
  }

  /** In one spelling, whatever the order of the fields, so that texts can be compared. */
  static String canonical(JsonNode node) {
    return SORTED.writeValueAsString(node);
  }
}

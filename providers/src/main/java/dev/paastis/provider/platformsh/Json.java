// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import tools.jackson.databind.JsonNode;

/** Reads JSON in which anything may be missing. */
final class Json {
  private Json() {}

  /** The text of a field, empty when there is none. */
  static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isValueNode() && !value.isNull() ? value.asString("") : "";
  }

  /** Whether a field is there and true. */
  static boolean isTrue(JsonNode object, String field) {
    return object.path(field).asBoolean(false);
  }
}

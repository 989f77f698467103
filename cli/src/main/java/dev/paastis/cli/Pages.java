// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Reads lists. */
final class Pages {
  private Pages() {}

  static void filter(List<String> filters, String name, @Nullable Object value) {
    if (value != null) {
      filters.add(name + "=" + Session.encode(value.toString()));
    }
  }

  static String path(String path, List<String> filters) {
    return filters.isEmpty() ? path : path + "?" + String.join("&", filters);
  }

  /** The whole list: pages that follow the first are joined to it. */
  static JsonNode all(ApiClient api, String path, List<String> filters) {
    JsonNode first = api.get(path(path, filters));
    JsonNode page = first;
    while (page.path("next").isString()) {
      List<String> more = new ArrayList<>(filters);
      filter(more, "cursor", page.path("next").stringValue());
      page = api.get(path(path, more));
      if (first.path("items") instanceof ArrayNode items) {
        page.path("items").forEach(items::add);
      }
    }
    return first.isObject() ? first.asObject().putNull("next") : first;
  }
}

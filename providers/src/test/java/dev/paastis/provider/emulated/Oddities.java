// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.emulated;

import dev.paastis.emulator.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes an answer odd: each object gets fields that nobody knows, and fields that the vendor may
 * leave empty are null.
 *
 * @param maps names of fields whose objects have keys of the user's own, which get no further one
 * @param nullable names of fields that may be null
 */
public record Oddities(Set<String> maps, Set<String> nullable) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Copies the names. */
  public Oddities {
    maps = Set.copyOf(maps);
    nullable = Set.copyOf(nullable);
  }

  Answer in(Answer answer) {
    try {
      JsonNode body = JSON.readTree(answer.body());
      if (!body.isContainer()) {
        return answer;
      }
      walk(body, false);
      return new Answer(answer.status(), answer.headers(), JSON.writeValueAsString(body));
    } catch (JacksonException _) {
      return answer; // text, as some errors are
    }
  }

  private void walk(JsonNode node, boolean map) {
    if (node instanceof ArrayNode array) {
      array.forEach(each -> walk(each, false));
    }
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        walk(field.getValue(), maps.contains(field.getKey()));
        if (nullable.contains(field.getKey())) {
          object.putNull(field.getKey());
        }
      }
      if (!map) {
        object.putObject("nobody_knows_this").putArray("nor").add(1).addNull();
        object.putNull("nor_that");
      }
    }
  }
}

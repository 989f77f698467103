// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import dev.paastis.emulator.Call;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One element of a scale call.
 *
 * @param name process type
 * @param amount how many containers
 * @param size empty to leave it as it is
 */
record Order(String name, int amount, String size) {
  private static final int MOST = 10;

  /** Reads the body of a scale call, or refuses it. */
  static List<Order> of(Call call) {
    JsonNode containers =
        call.json()
            .map(json -> json.path("containers"))
            .filter(JsonNode::isArray)
            .filter(node -> !node.isEmpty())
            .orElseThrow(() -> Refused.because(400, "containers is missing"));
    List<Order> orders = new ArrayList<>();
    containers.forEach(node -> orders.add(of(node)));
    return orders;
  }

  private static Order of(JsonNode node) {
    JsonNode amount = node.path("amount");
    if (!amount.isInt() || amount.intValue() < 0) {
      throw Refused.invalid("amount", "must be a number, zero or more");
    }
    if (amount.intValue() > MOST) {
      throw Refused.invalid("amount", "must be less than or equal to " + MOST);
    }
    String size = node.path("size").asString("");
    if (!size.isEmpty() && Sizes.perHour(size).isEmpty()) {
      throw Refused.invalid("size", "is not a container size");
    }
    return new Order(node.path("name").asString(""), amount.intValue(), size);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One update of a formation, as clients send it: a quantity as a number, a text or a difference
 * ({@code "+1"}), and a size as a text or as {@code dyno_size}.
 *
 * @param type the process type
 * @param quantity as sent, empty to leave it
 * @param size as sent, empty to leave it
 */
record FormationUpdate(String type, String quantity, String size) {
  /** The updates of a batch. */
  static List<FormationUpdate> batch(Optional<JsonNode> body) {
    JsonNode updates = body.map(json -> json.path("updates")).orElse(null);
    if (updates == null || !updates.isArray()) {
      throw new ApiError(400, "bad_request", "Unable to parse the JSON request: updates");
    }
    List<FormationUpdate> batch = new ArrayList<>();
    for (JsonNode update : updates) {
      batch.add(of(update.path("type").asString(""), update));
    }
    return batch;
  }

  /** The update of one process type. */
  static FormationUpdate of(String type, JsonNode update) {
    if (type.isEmpty()) {
      throw ApiError.invalid("Type is required.");
    }
    JsonNode size = update.path("dyno_size").path("name");
    return new FormationUpdate(
        type,
        update.path("quantity").asString(""),
        size.isString() ? size.asString() : update.path("size").asString(""));
  }

  /** The row as this update wants it. */
  ProcessRow applyTo(ProcessRow row) {
    DynoSize newSize = size.isEmpty() ? row.size() : newSize();
    int newQuantity = quantity.isEmpty() ? row.quantity() : newQuantity(row.quantity());
    if (newSize.single() && newQuantity > 1) {
      throw ApiError.invalid(
          "Cannot update to more than 1 " + newSize.label() + " size dynos per process type.");
    }
    return row.with(newQuantity, newSize);
  }

  private DynoSize newSize() {
    return DynoSize.named(size)
        .orElseThrow(() -> ApiError.invalid("No such dyno size as " + size + "."));
  }

  private int newQuantity(int before) {
    try {
      int number = Integer.parseInt(quantity);
      boolean relative = quantity.startsWith("+") || quantity.startsWith("-");
      int wanted = relative ? before + number : number;
      if (wanted >= 0 && wanted <= 100) {
        return wanted;
      }
    } catch (NumberFormatException e) {
      throw ApiError.invalid("Quantity " + quantity + " is not a number.");
    }
    throw ApiError.invalid("Quantity must be between 0 and 100.");
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One page of a list, each item in a wrapper with its own cursor; the next page begins after the
 * cursor of the last item. There is no word of how many there are.
 *
 * @param limit 1 to 100
 * @param after position of the last item seen, -1 for none
 */
record Paging(int limit, int after) {
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  /** Reads the query; empty when it makes no sense. */
  static Optional<Paging> of(Call call) {
    try {
      int limit = call.query("limit").map(Integer::parseInt).orElse(DEFAULT_LIMIT);
      int after = call.query("cursor").filter(c -> !c.isEmpty()).map(Paging::position).orElse(-1);
      return limit < 1 || limit > MAX_LIMIT
          ? Optional.empty()
          : Optional.of(new Paging(limit, after));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What a query that makes no sense gets. */
  static Answer refused() {
    return Gate.error(400, "invalid limit or cursor");
  }

  /**
   * The page.
   *
   * @param position of an item in the list, ascending
   */
  <T> Answer page(
      Iterable<T> items, String key, ToIntFunction<T> position, Function<T, Object> body) {
    List<Map<String, Object>> page = new ArrayList<>();
    for (T item : items) {
      int at = position.applyAsInt(item);
      if (at > after && page.size() < limit) {
        Map<String, Object> wrapper = new LinkedHashMap<>();
        wrapper.put("cursor", cursor(at));
        wrapper.put(key, body.apply(item));
        page.add(wrapper);
      }
    }
    return Answer.json(200, page);
  }

  private static String cursor(int position) {
    return Base64.getEncoder()
        .encodeToString(("item " + position).getBytes(StandardCharsets.UTF_8));
  }

  private static int position(String cursor) {
    String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
    return Integer.parseInt(text.substring(text.indexOf(' ') + 1));
  }
}

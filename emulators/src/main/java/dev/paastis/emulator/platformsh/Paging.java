// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists by cursor, as the gateway, organizations and users give them. */
final class Paging {
  private static final int DEFAULT_SIZE = 20;
  private static final int LARGEST_SIZE = 100;

  private Paging() {}

  /**
   * One page.
   *
   * @param base of the API, before the link to the next page
   */
  static <T> Answer page(
      String base, Call call, List<T> all, Function<T, Map<String, @Nullable Object>> wire) {
    try {
      int size = Integer.parseInt(call.query("page[size]").orElse("" + DEFAULT_SIZE));
      int from = call.query("page[after]").map(Paging::position).orElse(0);
      int to = Math.min(all.size(), from + Math.clamp(size, 1, LARGEST_SIZE));
      Map<String, @Nullable Object> links = Wire.object().with("self", href(base + call.path()));
      if (to < all.size()) {
        links.put(
            "next",
            href(base + call.path() + "?page[size]=" + size + "&page[after]=" + cursor(to)));
      }
      List<Map<String, @Nullable Object>> items = all.subList(from, to).stream().map(wire).toList();
      return Answer.json(200, Wire.object().with("items", items).with("_links", links));
    } catch (IllegalArgumentException e) {
      return Wire.gatewayError(400, "Bad Request", "The page is not valid.");
    }
  }

  private static Map<String, @Nullable Object> href(String address) {
    return Wire.object().with("href", address);
  }

  private static String cursor(int position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("from:" + position).getBytes(StandardCharsets.UTF_8));
  }

  private static int position(String cursor) {
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    return Integer.parseInt(text.replaceFirst("^from:", ""));
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;

/** The back of the shop: products as JSON. */
public final class ShopApi {
  private static final String PRODUCTS =
      """
      {"items":[\
      {"name":"Night lamp","emoji":"\\ud83d\\udca1","price":"24.00"},\
      {"name":"Alarm clock","emoji":"\\u23f0","price":"31.50"},\
      {"name":"Feather pillow","emoji":"\\ud83e\\udeb6","price":"48.00"},\
      {"name":"Herbal tea","emoji":"\\ud83c\\udf75","price":"6.90"},\
      {"name":"Warm blanket","emoji":"\\ud83e\\uddf6","price":"79.00"},\
      {"name":"Bedtime book","emoji":"\\ud83d\\udcd6","price":"12.40"}],\
      "pid":\
      """;

  private ShopApi() {}

  /** Serves on {@code $PORT}. */
  public static void main(String[] args) throws IOException {
    var moments = new Moments();
    Server.run(moments, request -> answer(request, moments));
  }

  private static Answer answer(Request request, Moments moments) {
    return request.path().equals("/products")
        ? Answer.json(200, products(moments))
        : Answer.json(404, "{\"error\":\"there is only /products\"}");
  }

  static String products(Moments moments) {
    return PRODUCTS
        + ProcessHandle.current().pid()
        + ",\"ageMillis\":"
        + moments.age().toMillis()
        + "}";
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The front of the shop: shows what its back, {@code $SHOP_API_URL}, has to sell. */
public final class Shop {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final Moments moments;
  private final @Nullable String back;

  Shop(Moments moments, @Nullable String back) {
    this.moments = moments;
    this.back = back;
  }

  /** Serves on {@code $PORT}. */
  public static void main(String[] args) throws IOException {
    var moments = new Moments();
    Server.run(moments, new Shop(moments, System.getenv("SHOP_API_URL"))::answer);
  }

  Answer answer(Request request) {
    if (!request.path().equals("/")) {
      return Answer.html(
          404, Page.of("Not on our shelves", "shop", "<p><a href=\"/\">Back</a></p>"));
    }
    try {
      return Answer.html(200, page(products()));
    } catch (IOException | IllegalArgumentException e) {
      return Answer.html(502, backMissing(e));
    }
  }

  private Map<?, ?> products() throws IOException {
    if (back == null || back.isBlank()) {
      throw new IOException("SHOP_API_URL is not set");
    }
    var connection = (HttpURLConnection) URI.create(back + "/products").toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    if (connection.getResponseCode() != 200) {
      throw new IOException(back + " answered " + connection.getResponseCode());
    }
    try (InputStream body = connection.getInputStream()) {
      return (Map<?, ?>) Json.parse(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } catch (ClassCastException e) {
      throw new IOException(back + " answered something else than a list of products", e);
    }
  }

  private String page(Map<?, ?> answer) {
    StringBuilder items = new StringBuilder("<ul class=\"list\">");
    if (answer.get("items") instanceof List<?> products) {
      for (Object product : products) {
        items.append(item((Map<?, ?>) product));
      }
    }
    String front = "<b>" + Page.people(moments.age()) + "</b>";
    String age = answer.get("ageMillis") instanceof Number n ? people(n) : "some time";
    return Page.of(
        "Everything for a good sleep",
        "shop",
        "<p>Two apps answered you: this front, up for "
            + front
            + ", and its back with the products, up for <b>"
            + age
            + "</b>. They wake together, the back first.</p>"
            + items
            + "</ul><p class=\"soft\">Front is process "
            + ProcessHandle.current().pid()
            + ", back is process "
            + Page.escape(String.valueOf(answer.get("pid")))
            + ".</p>");
  }

  private static String people(Number millis) {
    return Page.people(Duration.ofMillis(millis.longValue()));
  }

  private static String item(Map<?, ?> product) {
    return "<li><span>"
        + Page.escape(String.valueOf(product.get("emoji")))
        + "</span><b>"
        + Page.escape(String.valueOf(product.get("price")))
        + " €</b>"
        + Page.escape(String.valueOf(product.get("name")))
        + "</li>";
  }

  private static String backMissing(Exception cause) {
    return Page.of(
        "The shelves are empty",
        "shop",
        "<p>This front is awake, but its back did not deliver:</p><p><b>"
            + Page.escape(String.valueOf(cause.getMessage()))
            + "</b></p><p class=\"soft\">Put both in one group, and they wake together.</p>");
  }
}

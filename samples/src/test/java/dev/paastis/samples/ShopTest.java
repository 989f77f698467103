// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShopTest {
  @Test
  void front_shows_the_products_of_its_back() throws IOException, InterruptedException {
    var moments = new Moments();
    try (var back = new RunningSample(moments, _ -> Answer.json(200, ShopApi.products(moments)));
        var front =
            new RunningSample(moments, new Shop(moments, back.uri("").toString())::answer)) {
      HttpResponse<String> page = front.get("/");

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Night lamp", "24.00", "\ud83d\udca1");
    }
  }

  @Test
  void missing_back_gives_502_with_the_cause() throws IOException, InterruptedException {
    var moments = new Moments();
    try (var front = new RunningSample(moments, new Shop(moments, null)::answer)) {
      assertThat(front.get("/").statusCode()).isEqualTo(502);
      assertThat(front.get("/").body()).contains("SHOP_API_URL is not set");
    }
    try (var back = new RunningSample(moments, _ -> Answer.json(200, "[]"));
        var front =
            new RunningSample(moments, new Shop(moments, back.uri("").toString())::answer)) {
      assertThat(front.get("/").body()).contains("something else than a list of products");
    }
    try (var front = new RunningSample(moments, new Shop(moments, "http://127.0.0.1:1")::answer)) {
      assertThat(front.get("/").statusCode()).isEqualTo(502);
      assertThat(front.get("/").body()).contains("Connection refused");
    }
  }

  @Test
  void json_is_read_and_written() {
    assertThat(Json.parse(" {\"a\":[1,-2.5e1,true,false,\"\\u00e9\\n\"],\"b\":{}} "))
        .isEqualTo(Map.of("a", List.of(1.0, -25.0, true, false, "é\n"), "b", Map.of()));
    assertThat(Json.parse(Json.quote("a\"b\\c\n<é"))).isEqualTo("a\"b\\c\n<é");
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import static dev.paastis.server.rest.AppsApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.server.testing.PolicyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Explanations and forecasts of the whole server. */
final class OutlookApiTest {
  @TempDir private static Path home;
  private static PolicyServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new PolicyServer(home);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @Test
  void explanation_has_the_chain_the_rules_and_who_said_what() {
    JsonNode shop = server.get("/apps/shop/explanation");

    assertThat(shop.get("name").asString()).isEqualTo("shop");
    assertThat(shop.get("later").asBoolean()).isFalse();
    assertThat(shop.get("chain").size()).isEqualTo(9);
    assertThat(shop.get("chain").valueStream().filter(row -> row.get("decides").asBoolean()))
        .hasSize(1);
    assertThat(shop.get("rules").get(0).asString()).isEqualTo("shop at night");
    assertThat(shop.get("policy").toString())
        .contains("{\"key\":\"windows\",\"value\":\"nights\",\"by\":\"shop at night\"}");
  }

  @Test
  void pin_is_explained_by_who_made_it() {
    assertThat(server.send("POST", "/apps/blog/pin", "{\"duration\":\"2h\"}").statusCode())
        .isEqualTo(200);

    JsonNode pin = row(server.get("/apps/blog/explanation"), "pin");

    assertThat(pin.get("effect").asString()).isEqualTo("awake");
    assertThat(pin.get("by").asString()).isEqualTo("admin");
    assertThat(pin.get("until").isNull()).isFalse();
  }

  @Test
  void later_time_is_explained_and_a_past_one_refused() {
    Instant later = Instant.parse("2099-01-04T01:00:00Z");
    JsonNode night = server.get("/apps/shop/explanation?at=" + later);
    assertThat(night.get("later").asBoolean()).isTrue();
    assertThat(row(night, "window").get("effect").asString()).isEqualTo("sleep");

    assertProblem(
        server.send("GET", "/apps/shop/explanation?at=2020-01-01T00:00:00Z", ""),
        400,
        "invalid-request",
        "/api/v1/apps/shop/timeline");
    assertProblem(server.send("GET", "/apps/nope/explanation", ""), 404, "app-not-found", "'nope'");
  }

  @Test
  void forecast_has_stretches_without_gaps_and_starts_at_the_ends_of_pauses() {
    JsonNode shop = server.get("/apps/shop/forecast?days=14");

    Instant at = Instant.parse(shop.get("from").asString());
    Instant until = Instant.parse(shop.get("until").asString());
    assertThat(Duration.between(at, until)).isEqualTo(Duration.ofDays(14));
    for (JsonNode stretch : shop.get("stretches").valueStream().toList()) {
      assertThat(stretch.get("from").asString()).isEqualTo(at.toString());
      at = Instant.parse(stretch.get("until").asString());
    }
    assertThat(at).isEqualTo(until);
    assertThat(shop.get("stretches").toString()).contains("\"paused\"", "\"on-demand\"", "nights");
    assertThat(shop.get("starts").size()).isGreaterThan(7);
  }

  @Test
  void forecast_names_days_off() {
    List<String> days =
        server
            .get("/apps/shop/forecast?days=60")
            .get("daysOff")
            .valueStream()
            .map(day -> day.get("name").asString())
            .toList();
    assertThat(days).allSatisfy(name -> assertThat(name).endsWith("(fr)"));
  }

  @Test
  void forecasts_of_all_apps_come_in_pages() {
    List<String> names = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page = server.get("/forecast?days=1&limit=3" + cursor);
      page.get("items").forEach(app -> names.add(app.get("name").asString()));
      cursor = page.get("next").isNull() ? null : "&cursor=" + page.get("next").asString();
    }
    assertThat(names).containsExactly("blog", "shop", "shop-api", "wiki");
    assertProblem(server.send("GET", "/forecast?days=61", ""), 400, "invalid-request", "1 to 60");
  }

  private static JsonNode row(JsonNode explanation, String name) {
    return explanation
        .get("chain")
        .valueStream()
        .filter(row -> row.get("row").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

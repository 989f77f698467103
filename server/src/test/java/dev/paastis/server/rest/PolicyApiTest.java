// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import static dev.paastis.server.rest.AppsApiTest.assertProblem;
import static dev.paastis.server.testing.PolicyServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.server.testing.PolicyServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Rules, windows and groups through the API of the whole server, with its database. */
final class PolicyApiTest {
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

  @AfterEach
  void removeWhatPeopleMade() {
    for (String kind : List.of("rules", "groups", "windows")) {
      server
          .get("/" + kind)
          .get("items")
          .valueStream()
          .filter(item -> item.get("source").asString().equals("people"))
          .map(item -> "/" + kind + "/" + name(item).replace(" ", "%20"))
          .forEach(path -> assertThat(server.send("DELETE", path, "").statusCode()).isEqualTo(204));
    }
  }

  @Test
  void rule_of_the_file_is_shown_with_its_apps_and_only_the_file_changes_it() {
    JsonNode rule = server.get("/rules").get("items").get(0);

    assertThat(name(rule)).isEqualTo("shop at night");
    assertThat(rule.get("source").asString()).isEqualTo("file");
    assertThat(rule.get("position").isNull()).isTrue();
    assertThat(texts(rule.get("apps"))).containsExactly("shop", "shop-api");
    assertThat(rule.get("selects").asInt()).isEqualTo(2);
    for (String method : List.of("PUT", "DELETE")) {
      assertProblem(
          server.send(method, "/rules/shop%20at%20night", "{\"pattern\":\"x\"}"),
          409,
          "declared-by-file",
          "paastis.yml");
    }
    assertProblem(
        server.send("POST", "/rules/shop%20at%20night/move", "{\"position\":1}"),
        409,
        "declared-by-file",
        "change it there");
  }

  @Test
  void rule_is_added_changed_moved_and_removed_and_counts_at_once() {
    HttpResponse<String> added =
        put("/rules/blogs", "{\"pattern\":\"blog\",\"idle-timeout\":\"2h\"}");
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    assertThat(json(added).get("position").asInt()).isEqualTo(1);
    assertThat(json(added).get("changedBy").asString()).isEqualTo("admin");
    assertThat(texts(json(added).get("apps"))).containsExactly("blog");
    assertThat(idleTimeout("blog")).isEqualTo("2h");

    assertThat(put("/rules/all", "{\"pattern\":\".*\",\"idle-timeout\":\"3h\"}").statusCode())
        .isEqualTo(201);
    assertThat(idleTimeout("blog")).as("the first one counts").isEqualTo("2h");
    JsonNode moved = json(server.send("POST", "/rules/all/move", "{\"position\":1}"));
    assertThat(moved.get("position").asInt()).isEqualTo(1);
    assertThat(idleTimeout("blog")).isEqualTo("3h");

    assertThat(put("/rules/all", "{\"pattern\":\".*\",\"idle-timeout\":\"4h\"}").statusCode())
        .isEqualTo(200);
    assertThat(idleTimeout("blog")).isEqualTo("4h");
    assertThat(server.send("DELETE", "/rules/all", "").statusCode()).isEqualTo(204);
    assertThat(idleTimeout("blog")).isEqualTo("2h");
  }

  @Test
  void everything_that_is_wrong_is_told_at_once_by_its_key() {
    HttpResponse<String> refused =
        put(
            "/rules/bad",
            "{\"pattern\":\"(\",\"idle-timeout\":\"soon\",\"windows\":[\"noon\"],\"colour\":\"red\"}");

    assertProblem(refused, 400, "invalid-request", "rule 'bad'");
    assertThat(json(refused).get("errors").valueStream().map(error -> error.get("key").asString()))
        .containsExactlyInAnyOrder("pattern", "idle-timeout", "windows", "colour");
    assertThat(json(refused).get("errors").toString())
        .contains("'noon' is no window; there are: nights", "90s, 15m or 2h", "allowed: ");
    assertProblem(server.send("GET", "/rules/bad", ""), 404, "rule-not-found", "'bad'");
  }

  @Test
  void names_are_held_to_the_address() {
    assertThat(errors(put("/rules/one", "{\"name\":\"two\",\"pattern\":\"x\"}")))
        .contains("\"key\":\"name\"", "'two' in the body");
    assertThat(errors(put("/rules/a$b", "{\"pattern\":\"x\"}"))).contains("\"key\":\"name\"");
    assertThat(errors(put("/rules/old", "{\"pattern\":\"x\",\"app_name\":\"y\"}")))
        .contains("\"key\":\"app_name\"", "2022");
    assertThat(
            errors(
                put("/windows/Not%20So", "{\"zone\":\"UTC\",\"awake\":\"mon-fri 08:00-20:00\"}")))
        .contains("\"key\":\"name\"");
    assertProblem(put("/rules/x", "[1]"), 400, "invalid-request", "");
    assertProblem(put("/rules/x", "{\"pattern\":"), 400, "invalid-request", "not JSON");
  }

  @Test
  void rule_that_is_tried_tells_what_it_would_change_and_changes_nothing() {
    JsonNode tried =
        json(
            server.send(
                "POST",
                "/rules/preview",
                "{\"pattern\":\"(blog|shop)\",\"idle-timeout\":\"5m\",\"never-sleep\":true}"));

    assertThat(tried.get("items").valueStream().map(PolicyApiTest::name))
        .containsExactly("blog", "shop");
    assertThat(tried.get("items").get(0).get("changes").toString())
        .contains(
            "{\"key\":\"idle-timeout\",\"before\":\"15m\",\"after\":\"5m\",\"by\":\"this rule\"}")
        .contains("{\"key\":\"never-sleep\",\"before\":\"none\",\"after\":\"true\"");
    assertThat(idleTimeout("blog")).isEqualTo("15m");
    assertThat(errors(server.send("POST", "/rules/preview", "{\"pattern\":\"(\"}")))
        .contains("\"key\":\"pattern\"");
  }

  @Test
  void rule_that_is_tried_in_its_place_shows_what_it_would_let_go() {
    assertThat(put("/rules/mine", "{\"pattern\":\"blog\",\"idle-timeout\":\"2h\"}").statusCode())
        .isEqualTo(201);

    JsonNode tried =
        json(
            server.send(
                "POST",
                "/rules/preview",
                "{\"name\":\"mine\",\"pattern\":\"shop\",\"idle-timeout\":\"2h\"}"));

    assertThat(tried.get("items").get(0).get("selected").asBoolean()).as("blog").isFalse();
    assertThat(tried.get("items").get(0).get("changes").get(0).get("after").asString())
        .isEqualTo("15m");
    assertThat(tried.get("items").get(1).get("selected").asBoolean()).as("shop").isTrue();
  }

  @Test
  void window_takes_exceptions_and_stays_while_a_rule_needs_it() {
    assertThat(
            put("/windows/evenings", "{\"zone\":\"Europe/Paris\",\"pause\":\"daily 18:00-22:00\"}")
                .statusCode())
        .isEqualTo(201);
    assertThat(
            put("/rules/wikis", "{\"pattern\":\"wiki\",\"windows\":[\"evenings\"]}").statusCode())
        .isEqualTo(201);
    JsonNode window = server.get("/windows/evenings");
    assertThat(texts(window.get("apps"))).containsExactly("wiki");

    JsonNode more =
        json(
            server.send(
                "POST",
                "/windows/evenings/exceptions",
                "{\"from\":\"2099-12-01 17:00\",\"until\":\"2099-12-01"
                    + " 23:00\",\"awake\":true,\"why\":\"fair\"}"));
    assertThat(more.get("body").get("exceptions").get(0).get("why").asString()).isEqualTo("fair");
    assertThat(errors(server.send("POST", "/windows/evenings/exceptions", "{\"from\":\"never\"}")))
        .contains("exceptions[1].from", "exceptions[1].until");
    assertProblem(
        server.send("POST", "/windows/nights/exceptions", "{}"), 409, "declared-by-file", "nights");
    assertProblem(
        server.send("DELETE", "/windows/evenings", ""), 409, "still-needed", "rule 'wikis'");
    assertProblem(
        server.send("POST", "/windows/none/exceptions", "{}"), 404, "window-not-found", "'none'");
  }

  @Test
  void group_joins_its_members_and_none_of_another_group() {
    assertThat(put("/groups/reading", "{\"members\":[\"blog\",\"wiki\"]}").statusCode())
        .isEqualTo(201);
    assertThat(server.get("/apps/wiki").get("group").asString()).isEqualTo("reading");
    assertThat(texts(server.get("/groups/reading").get("apps"))).containsExactly("blog", "wiki");

    assertThat(errors(put("/groups/other", "{\"members\":[\"shop\",\"wiki\"]}")))
        .contains("'shop' is in the group 'store' already", "'wiki' is in the group 'reading'");
    assertThat(
            errors(
                put(
                    "/groups/circle",
                    "{\"members\":[{\"app\":\"blog\",\"after\":[\"wiki\"]},{\"app\":\"wiki\",\"after\":[\"blog\"]}]}")))
        .contains("circle: blog after wiki after blog");
    assertThat(server.send("DELETE", "/groups/reading", "").statusCode()).isEqualTo(204);
    assertThat(server.get("/apps/wiki").get("group").isNull()).isTrue();
    assertProblem(server.send("DELETE", "/groups/reading", ""), 404, "group-not-found", "reading");
  }

  @Test
  void dry_run_is_shown_with_who_said_so() {
    assertThat(server.get("/apps/wiki").get("dryRun").isNull()).isTrue();
    assertThat(put("/rules/first-look", "{\"pattern\":\"wiki\",\"dry-run\":true}").statusCode())
        .isEqualTo(201);

    assertThat(server.get("/apps/wiki").get("dryRun").asString()).isEqualTo("first-look");
    assertThat(server.get("/apps/wiki/explanation").get("dryRun").asString())
        .isEqualTo("first-look");
    assertThat(server.get("/apps/wiki/forecast").get("dryRun").asString()).isEqualTo("first-look");
  }

  @Test
  void same_key_moves_once() {
    assertThat(put("/rules/one", "{\"pattern\":\"x\",\"grace\":\"1h\"}").statusCode())
        .isEqualTo(201);
    assertThat(put("/rules/two", "{\"pattern\":\"y\",\"grace\":\"1h\"}").statusCode())
        .isEqualTo(201);

    HttpResponse<String> first =
        server.send("POST", "/rules/two/move", "{\"position\":1}", "move-1");
    HttpResponse<String> again =
        server.send("POST", "/rules/two/move", "{\"position\":1}", "move-1");

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertProblem(
        server.send("POST", "/rules/two/move", "{\"position\":3}"),
        400,
        "invalid-request",
        "1 to 2");
    assertProblem(
        server.send("POST", "/rules/none/move", "{\"position\":1}"), 404, "rule-not-found", "none");
  }

  private static HttpResponse<String> put(String path, String body) {
    return server.send("PUT", path, body);
  }

  private static String errors(HttpResponse<String> response) {
    assertProblem(response, 400, "invalid-request", "");
    return json(response).get("errors").toString();
  }

  private static String idleTimeout(String app) {
    return server.get("/apps/" + app).get("idleTimeout").asString();
  }

  private static String name(JsonNode item) {
    return item.get("name").asString();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }
}

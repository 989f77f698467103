// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.server.testing.FakeEngine;
import dev.paastis.server.testing.FakeStore;
import dev.paastis.server.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class AppsApiTest {
  private static final TestServer SERVER = TestServer.shared();

  @AfterEach
  void bringStoreBack() {
    SERVER.bean(FakeStore.class).setAway(false);
  }

  @Test
  void app_by_name_and_id_is_the_same_with_all_fields_of_the_contract() {
    JsonNode byName = SERVER.json(SERVER.get("/apps/hello"));
    JsonNode byId = SERVER.json(SERVER.get("/apps/" + byName.get("id").asString()));

    assertThat(byId).isEqualTo(byName);
    assertThat(byName.propertyNames())
        .contains("id", "name", "space", "provider", "account", "region", "state", "since")
        .contains("lastActivity", "nextSleep", "hosts");
    assertThat(byName.get("url").asString()).isEqualTo("http://hello.localhost:8080/");
    assertThat(byName.get("state").asString()).isEqualTo("awake");
    assertThat(byName.get("idleTimeout").asString()).isEqualTo("15m");
    assertThat(byName.get("since").asString()).endsWith("Z");
  }

  @Test
  void pages_follow_each_other_without_gap() {
    List<String> names = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page = SERVER.json(SERVER.get("/apps?limit=5" + cursor));
      page.get("items").forEach(app -> names.add(app.get("name").asString()));
      cursor = page.get("next").isNull() ? null : "&cursor=" + page.get("next").asString();
    }
    assertThat(names).hasSize(13).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void filters_narrow_the_list() {
    assertThat(names("/apps?q=BILLING"))
        .containsExactly("billing-review-412", "billing-review-418");
    assertThat(names("/apps?state=unknown")).containsExactly("intranet");
    assertThat(names("/apps?state=waking&q=hello")).isEmpty();
  }

  @Test
  void wake_without_wait_answers_at_once_and_with_wait_when_awake() {
    HttpResponse<String> begun = SERVER.post("/apps/landing-2024/wake", "");
    assertThat(begun.statusCode()).isEqualTo(202);

    HttpResponse<String> awake = SERVER.post("/apps/docs-preview/wake?wait=20s", "");
    assertThat(awake.statusCode()).isEqualTo(200);
    assertThat(SERVER.json(awake).get("state").asString()).isEqualTo("awake");

    HttpResponse<String> asleep = SERVER.post("/apps/docs-preview/sleep?wait=20s", "");
    assertThat(asleep.statusCode()).isEqualTo(200);
    assertThat(SERVER.json(asleep).get("state").asString()).isEqualTo("asleep");
  }

  @Test
  void failed_actions_are_problems() {
    assertProblem(SERVER.post("/apps/broken/wake?wait=5s", ""), 502, "wake-failed", "code 1");
    assertProblem(SERVER.post("/apps/busy/sleep?wait=5s", ""), 409, "conflict", "in flight");
  }

  @Test
  void pin_with_duration_without_end_and_off() {
    JsonNode pinned = SERVER.json(SERVER.post("/apps/chat/pin", "{\"duration\":\"2h\"}"));
    assertThat(pinned.get("pinnedUntil").isNull()).isFalse();
    JsonNode endless = SERVER.json(SERVER.post("/apps/chat/pin", ""));
    assertThat(endless.get("pinnedUntil").asString()).isEqualTo("9999-12-31T23:59:59Z");
    assertThat(endless.get("nextSleep").isNull()).isTrue();
    JsonNode off = SERVER.json(SERVER.post("/apps/chat/unpin", ""));
    assertThat(off.get("pinnedUntil").isNull()).isTrue();
  }

  @Test
  void bad_bodies_and_parameters_are_named() {
    assertInvalid(
        SERVER.post("/apps/chat/pin", "{\"durration\":\"2h\"}"), "durration", "duration, until");
    assertInvalid(SERVER.post("/apps/chat/pin", "{\"duration\":"), "not JSON", "line 1");
    assertInvalid(SERVER.post("/apps/chat/pin", "{\"until\":\"tomorrow\"}"), "until", "tomorrow");
    assertInvalid(
        SERVER.post("/apps/chat/pin", "{\"duration\":\"soon\"}"), "soon", "90s, 15m or 2h");
    assertInvalid(
        SERVER.post("/apps/chat/pin", "{\"until\":\"2020-01-01T00:00:00Z\"}"), "until", "after");
    assertInvalid(
        SERVER.post("/apps/chat/pin", "{\"duration\":\"2h\",\"until\":\"2120-01-01T00:00:00Z\"}"),
        "not both",
        "2h");
    assertInvalid(SERVER.get("/apps?limit=many"), "'limit' is 'many'", "whole number");
    assertInvalid(SERVER.get("/apps?limit=0"), "'limit' is '0'", "1 to 500");
    assertInvalid(SERVER.get("/apps?state=drowsy"), "'state' is 'drowsy'", "falling-asleep");
    assertInvalid(SERVER.get("/apps?cursor=*"), "'cursor'", "'next'");
    assertInvalid(SERVER.get("/apps/chat/timeline?from=yesterday"), "'from'", "2026-11-20T");
    assertInvalid(SERVER.post("/apps/chat/wake?wait=soon", ""), "'wait' is 'soon'", "90s");
    assertInvalid(SERVER.get("/events?type=slept"), "'type' is 'slept'", "fell-asleep");
  }

  @Test
  void unknown_things_are_not_found() {
    assertProblem(SERVER.get("/apps/nope"), 404, "app-not-found", "'nope'");
    assertProblem(SERVER.get("/nope"), 404, "not-found", "/api/v1/nope");
    HttpResponse<String> method = SERVER.send(SERVER.request("/api/v1/apps").DELETE());
    assertProblem(method, 405, "method-not-allowed", "DELETE");
    assertThat(method.headers().firstValue("Allow")).contains("GET");
  }

  @Test
  void bug_tells_nothing_of_the_insides() {
    HttpResponse<String> response = SERVER.get("/faulty");
    assertProblem(response, 500, "internal-error", "log");
    assertThat(response.body()).doesNotContain("secret", "Exception", "dev.paastis");
  }

  @Test
  void refused_request_line_is_a_problem_too() {
    HttpResponse<String> response = SERVER.send(SERVER.request("/api/v1/apps;x=1"));
    assertProblem(response, 400, "invalid-request", "");
  }

  @Test
  void timeline_events_and_output_are_served() {
    JsonNode timeline = SERVER.json(SERVER.get("/apps/slow/timeline")).get("items");
    assertThat(timeline.size()).isGreaterThan(3);
    assertThat(timeline.get(timeline.size() - 1).get("to").isNull()).isTrue();
    JsonNode events = SERVER.json(SERVER.get("/apps/slow/events?limit=2"));
    assertThat(events.get("items").size()).isEqualTo(2);
    assertThat(events.get("next").isNull()).isFalse();
    JsonNode output = SERVER.json(SERVER.get("/apps/slow/output?lines=3"));
    assertThat(output.get("lines").size()).isEqualTo(3);
    JsonNode doctor = SERVER.json(SERVER.get("/doctor"));
    assertThat(doctor.get("items").get(0).get("status").asString()).isEqualTo("ok");
  }

  @Test
  void database_away_leaves_reading_and_refuses_the_rest() {
    SERVER.get("/apps");
    SERVER.bean(FakeStore.class).setAway(true);

    assertThat(SERVER.get("/apps/hello").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = SERVER.get("/events");
    assertProblem(refused, 503, "store-unavailable", "database");
    assertThat(refused.headers().firstValue("Retry-After")).contains("5");
    assertProblem(SERVER.post("/apps/slow/wake?wait=5s", ""), 503, "store-unavailable", "database");
  }

  @Test
  void same_key_and_request_is_carried_out_once() {
    FakeEngine engine = SERVER.bean(FakeEngine.class);
    int before = engine.wakes();
    HttpResponse<String> first = SERVER.send(keyed("/api/v1/apps/hello/wake?wait=5s", "k-1"));
    HttpResponse<String> second = SERVER.send(keyed("/api/v1/apps/hello/wake?wait=5s", "k-1"));

    assertThat(second.statusCode()).isEqualTo(first.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body()).isNotEmpty();
    assertThat(engine.wakes()).isEqualTo(before + 1);
  }

  @Test
  void same_key_with_another_request_is_refused() {
    SERVER.send(keyed("/api/v1/apps/hello/unpin", "k-2"));
    HttpResponse<String> other = SERVER.send(keyed("/api/v1/apps/chat/unpin", "k-2"));
    assertProblem(other, 422, "idempotency-key-reused", "new key");
  }

  private static HttpRequest.Builder keyed(String path, String key) {
    return SERVER.request(path).header("Idempotency-Key", key).POST(BodyPublishers.noBody());
  }

  private static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    SERVER.json(SERVER.get(path)).get("items").forEach(a -> names.add(a.get("name").asString()));
    return names;
  }

  private static void assertInvalid(HttpResponse<String> response, String... words) {
    assertProblem(response, 400, "invalid-request", words[0]);
    assertThat(SERVER.json(response).get("detail").asString()).contains(words);
  }

  static void assertProblem(HttpResponse<String> response, int status, String code, String word) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = SERVER.json(response);
    assertThat(problem.get("code").asString()).isEqualTo(code);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("detail").asString()).contains(word);
  }
}

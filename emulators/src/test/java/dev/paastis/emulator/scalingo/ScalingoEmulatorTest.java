// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.ManualClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ScalingoEmulatorTest {
  private static final String TOKEN = "tk-us-test";
  private static final String SLEEP =
      "{\"containers\":[{\"name\":\"web\",\"amount\":0,\"size\":\"L\"},"
          + "{\"name\":\"worker\",\"amount\":0}]}";
  private static final String WAKE =
      "{\"containers\":[{\"name\":\"web\",\"amount\":2},{\"name\":\"worker\",\"amount\":1}]}";

  private final ManualClock clock = new ManualClock();
  private final HttpClient client = HttpClient.newHttpClient();
  private ScalingoEmulator emulator;
  private String bearer;

  @BeforeEach
  void start() throws Exception {
    Pace pace = new Pace(Duration.ofSeconds(6), Duration.ofSeconds(2), Duration.ofSeconds(4));
    emulator = ScalingoEmulator.start(new EmulatorSettings(0, 16, TOKEN, clock, pace));
    bearer = json(exchange(":" + TOKEN)).path("token").asString();
  }

  @AfterEach
  void stop() {
    emulator.close();
    client.close();
  }

  @Test
  void token_exchanged_gives_a_bearer_of_one_hour() throws Exception {
    String payload =
        new String(
            Base64.getUrlDecoder().decode(bearer.split("\\.", -1)[1]), StandardCharsets.UTF_8);

    assertThat(JsonMapper.shared().readTree(payload).path("exp").asLong())
        .isEqualTo(clock.instant().plus(Duration.ofHours(1)).getEpochSecond());
    clock.advance(Duration.ofMinutes(59));
    assertThat(get("/v1/apps").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(1));
    assertThat(get("/v1/apps").statusCode()).isEqualTo(401);
  }

  @Test
  void exchange_with_a_user_or_a_wrong_token_is_refused() throws Exception {
    assertThat(exchange("ops:" + TOKEN).statusCode()).isEqualTo(401);
    assertThat(exchange(":tk-us-other").statusCode()).isEqualTo(401);
  }

  @Test
  void credentials_revoked_are_refused_with_an_error() throws Exception {
    emulator.revoke(bearer);
    HttpResponse<String> refused = get("/v1/apps");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(json(refused).path("error").asString()).contains("unauthorized");

    bearer = json(exchange(":" + TOKEN)).path("token").asString();
    assertThat(get("/v1/apps").statusCode()).isEqualTo(200);
    emulator.revoke(TOKEN);
    assertThat(get("/v1/apps").statusCode()).isEqualTo(401);
    assertThat(exchange(":" + TOKEN).statusCode()).isEqualTo(401);
  }

  @Test
  void apps_are_one_list_with_every_status() throws Exception {
    JsonNode apps = json(get("/v1/apps")).path("apps");

    assertThat(apps).hasSize(16);
    assertThat(apps.findValuesAsString("status")).contains("running", "stopped", "new", "crashed");
    JsonNode first = apps.get(0);
    assertThat(first.path("name").asString()).isEqualTo("shop-production");
    assertThat(first.path("base_url").asString())
        .isEqualTo("https://shop-production.osc-fr1.scalingo.io");
    assertThat(first.path("url").asString()).isEqualTo("https://www.shop.example.org");
    assertThat(app(first.path("id").asString())).isEqualTo(first);
  }

  @Test
  void scale_to_zero_ends_stopped_by_way_of_an_operation() throws Exception {
    HttpResponse<String> accepted = post("/v1/apps/shop-production/scale", SLEEP);

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(json(accepted).path("containers")).hasSize(2);
    String location = accepted.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith(emulator.api() + "/v1/apps/shop-production/operations/");
    assertThat(operation(location).path("status").asString()).isEqualTo("pending");
    assertThat(status("shop-production")).isEqualTo("scaling");
    clock.advance(Duration.ofSeconds(1));
    assertThat(operation(location).path("status").asString()).isEqualTo("running");
    clock.advance(Duration.ofSeconds(3));
    assertThat(operation(location).path("status").asString()).isEqualTo("done");
    assertThat(operation(location).path("finished_at").asString())
        .startsWith("2026-11-20T09:00:04");
    assertThat(status("shop-production")).isEqualTo("stopped");
    assertThat(json(get("/v1/apps/shop-production/ps")).path("containers")).isEmpty();
  }

  @Test
  void scale_by_hand_disables_the_autoscaler_until_it_is_patched() throws Exception {
    post("/v1/apps/shop-production/scale", SLEEP);
    JsonNode scaler = autoscaler();
    assertThat(scaler.path("disabled").asBoolean()).isTrue();

    HttpResponse<String> patched =
        send(
            "PATCH",
            "/v1/apps/shop-production/autoscalers/" + scaler.path("id").asString(),
            "{\"autoscaler\":{\"disabled\":false}}");
    assertThat(patched.statusCode()).isEqualTo(200);
    assertThat(autoscaler().path("disabled").asBoolean()).isFalse();
  }

  @Test
  void order_during_an_operation_is_a_conflict() throws Exception {
    post("/v1/apps/shop-production/scale", SLEEP);

    HttpResponse<String> second = post("/v1/apps/shop-production/scale", WAKE);

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(json(second).path("error").asString()).contains("already running");
  }

  @Test
  void router_shows_the_vendors_page_until_the_app_has_booted() throws Exception {
    assertThat(visit("shop-production.osc-fr1.scalingo.io")).contains(" 200 ");
    assertThat(visit("www.shop.example.org")).contains(" 200 ");
    assertThat(visit("nobody.osc-fr1.scalingo.io")).contains(" 404 ");
    post("/v1/apps/shop-production/scale", SLEEP);
    clock.advance(Duration.ofSeconds(4));
    assertThat(visit("shop-production.osc-fr1.scalingo.io"))
        .contains(" 503 ")
        .containsIgnoringCase("X-Scalingo-Error: app stopped");

    post("/v1/apps/shop-production/scale", WAKE);
    clock.advance(Duration.ofSeconds(7));
    assertThat(visit("shop-production.osc-fr1.scalingo.io")).contains(" 503 ");
    clock.advance(Duration.ofSeconds(1));
    assertThat(visit("shop-production.osc-fr1.scalingo.io"))
        .contains(" 200 ")
        .contains("<h1>shop-production</h1>");
  }

  @Test
  void boot_that_fails_ends_in_an_error_and_a_crash() throws Exception {
    emulator.failBoots("shop-pr42");
    HttpResponse<String> accepted =
        post("/v1/apps/shop-pr42/scale", "{\"containers\":[{\"name\":\"web\",\"amount\":1}]}");
    clock.advance(Duration.ofSeconds(8));

    JsonNode operation = operation(accepted.headers().firstValue("Location").orElseThrow());
    assertThat(operation.path("status").asString()).isEqualTo("error");
    assertThat(operation.path("error").asString()).contains("PORT");
    assertThat(status("shop-pr42")).isEqualTo("crashed");
  }

  @Test
  void orders_without_sense_get_the_documented_errors() throws Exception {
    assertThat(post("/v1/apps/nobody/scale", WAKE).body())
        .contains("\"resource\":\"App\"")
        .contains("\"error\":\"not found\"");
    assertThat(post("/v1/apps/shop-staging/scale", "{}").statusCode()).isEqualTo(400);
    String eleven = "{\"containers\":[{\"name\":\"web\",\"amount\":11}]}";
    HttpResponse<String> tooMany = post("/v1/apps/shop-staging/scale", eleven);
    assertThat(tooMany.statusCode()).isEqualTo(422);
    assertThat(json(tooMany).path("errors").path("amount").get(0).asString()).contains("10");
    String unknown = "{\"containers\":[{\"name\":\"cron\",\"amount\":1}]}";
    assertThat(post("/v1/apps/shop-staging/scale", unknown).statusCode()).isEqualTo(422);
  }

  @Test
  void account_without_payment_method_is_told_to_pay() throws Exception {
    emulator.paymentMethod(false);

    HttpResponse<String> refused = post("/v1/apps/shop-staging/scale", WAKE);

    assertThat(refused.statusCode()).isEqualTo(402);
    assertThat(json(refused).path("name").asString()).isEqualTo("payment-required");
    String one = "{\"containers\":[{\"name\":\"web\",\"amount\":1,\"size\":\"M\"}]}";
    assertThat(post("/v1/apps/shop-pr42/scale", one).statusCode()).isEqualTo(202);
  }

  @Test
  void start_refused_on_purpose_gets_that_answer() throws Exception {
    emulator.refuseStart("shop-pr42", Answer.json(403, Map.of("error", "no", "code", "forbidden")));
    String one = "{\"containers\":[{\"name\":\"web\",\"amount\":1}]}";

    assertThat(post("/v1/apps/shop-pr42/scale", one).statusCode()).isEqualTo(403);
  }

  @Test
  void app_never_deployed_is_scaled_without_an_operation() throws Exception {
    String two = "{\"containers\":[{\"name\":\"web\",\"amount\":2}]}";

    HttpResponse<String> accepted = post("/v1/apps/shop-next/scale", two);

    assertThat(accepted.statusCode()).isEqualTo(200);
    assertThat(accepted.headers().firstValue("Location")).isEmpty();
    assertThat(status("shop-next")).isEqualTo("new");
  }

  @Test
  void sixty_calls_a_minute_are_answered_and_then_a_plain_text() throws Exception {
    for (int i = 0; i < 59; i++) { // the exchange was the first
      assertThat(get("/v1/apps/shop-pr42").statusCode()).isEqualTo(200);
    }

    HttpResponse<String> refused = get("/v1/apps/shop-pr42");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).isEqualTo("Retry later\n");
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    clock.advance(Duration.ofSeconds(1));
    assertThat(get("/v1/apps/shop-pr42").statusCode()).isEqualTo(200);
  }

  @Test
  void events_come_in_pages_newest_first() throws Exception {
    for (int i = 1; i <= 3; i++) {
      emulator.changeFormation("shop-staging", Map.of("web", i + 1));
      clock.advance(Duration.ofSeconds(8));
    }

    JsonNode page = json(get("/v1/apps/shop-staging/events?page=2&per_page=2"));

    assertThat(page.path("events")).hasSize(1);
    assertThat(page.path("events").get(0).path("id").asString()).isEqualTo("ev-1");
    JsonNode pagination = page.path("meta").path("pagination");
    assertThat(pagination.path("total_count").asInt()).isEqualTo(3);
    assertThat(pagination.path("prev_page").asInt()).isEqualTo(1);
    assertThat(pagination.path("next_page").isNull()).isTrue();
  }

  @Test
  void app_asleep_costs_nothing_and_its_database_goes_on() throws Exception {
    clock.advance(Duration.ofHours(1));
    assertThat(emulator.bill().of("shop-production")).isEqualByComparingTo("0.1");
    bearer = json(exchange(":" + TOKEN)).path("token").asString();
    post("/v1/apps/shop-production/scale", SLEEP);
    clock.advance(Duration.ofSeconds(4));
    emulator.runDue();
    var before = emulator.bill().of("shop-production");
    var database = emulator.bill().of("ad-1");
    clock.advance(Duration.ofHours(1));

    assertThat(emulator.bill().of("shop-production")).isEqualByComparingTo(before);
    assertThat(emulator.bill().of("ad-1")).isGreaterThan(database);
  }

  @Test
  void app_deleted_is_not_found_any_more() throws Exception {
    assertThat(send("DELETE", "/v1/apps/shop-staging", "").statusCode()).isEqualTo(422);
    assertThat(send("DELETE", "/v1/apps/shop-staging?current_name=shop-staging", "").statusCode())
        .isEqualTo(204);
    assertThat(get("/v1/apps/shop-staging").statusCode()).isEqualTo(404);
  }

  private JsonNode autoscaler() throws Exception {
    return json(get("/v1/apps/shop-production/autoscalers")).path("autoscalers").get(0);
  }

  private JsonNode app(String name) throws Exception {
    return json(get("/v1/apps/" + name)).path("app");
  }

  private String status(String name) throws Exception {
    return app(name).path("status").asString();
  }

  private JsonNode operation(String location) throws Exception {
    return json(get(URI.create(location).getPath())).path("operation");
  }

  private HttpResponse<String> exchange(String userAndPassword) throws Exception {
    byte[] credentials = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return send(
        "POST",
        "/v1/tokens/exchange",
        "{}",
        "Basic " + Base64.getEncoder().encodeToString(credentials));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "");
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send("POST", path, body);
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return send(method, path, body, "Bearer " + bearer);
  }

  private HttpResponse<String> send(String method, String path, String body, String authorization)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(emulator.api() + path))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  /** A whole answer of the router, whose host the JDK's client does not let us choose. */
  private String visit(String host) throws IOException {
    URI router = emulator.router();
    try (Socket socket = new Socket(router.getHost(), router.getPort());
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return String.join("\n", reader.lines().toList());
    }
  }
}

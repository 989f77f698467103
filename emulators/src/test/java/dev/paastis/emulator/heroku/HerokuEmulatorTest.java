// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.ManualClock;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HerokuEmulatorTest {
  private static final String VERSION = "application/vnd.heroku+json; version=3";
  private static final String SLEEP =
      "{\"updates\":[{\"type\":\"web\",\"quantity\":0},{\"type\":\"worker\",\"quantity\":0}]}";
  private static final String WAKE =
      "{\"updates\":[{\"type\":\"web\",\"quantity\":2},{\"type\":\"worker\",\"quantity\":1}]}";

  private final ManualClock clock = new ManualClock();
  private final Pace pace =
      new Pace(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(3));
  private final HerokuEmulator heroku =
      HerokuEmulator.byHand(new EmulatorSettings(0, 20, "secret-token", clock, pace));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    heroku.close();
    client.close();
  }

  @Test
  void call_without_the_version_is_not_acceptable() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(heroku.api() + "/apps"))
            .header("Authorization", "Bearer secret-token")
            .build();

    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(json(answer).path("id").asString()).isEqualTo("not_acceptable");
  }

  @Test
  void variant_of_the_version_is_accepted() throws Exception {
    HttpRequest request =
        request("GET", "/apps/shop/dynos", "").setHeader("Accept", VERSION + ".sdk").build();

    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void token_as_password_is_accepted() throws Exception {
    String pair =
        Base64.getEncoder().encodeToString(":secret-token".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        request("GET", "/account", "").setHeader("Authorization", "Basic " + pair).build();

    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void token_expires_by_the_clock_and_can_be_revoked() throws Exception {
    heroku.revoke("secret-token");
    assertThat(get("/apps").statusCode()).isEqualTo(401);
    assertThat(json(get("/apps")).path("id").asString()).isEqualTo("unauthorized");

    heroku.grant("secret-token", Duration.ofHours(8));
    assertThat(get("/apps").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofHours(8));
    assertThat(get("/apps").statusCode()).isEqualTo(401);
  }

  @Test
  void list_goes_on_by_ranges_until_200() throws Exception {
    List<String> names = new ArrayList<>();
    HttpResponse<String> page = getRange("/apps", "id ..; max=8");
    List<Integer> statuses = new ArrayList<>(List.of(page.statusCode()));
    json(page).forEach(app -> names.add(app.path("name").asString()));
    while (page.statusCode() == 206) {
      page = getRange("/apps", page.headers().firstValue("Next-Range").orElseThrow());
      statuses.add(page.statusCode());
      json(page).forEach(app -> names.add(app.path("name").asString()));
    }

    assertThat(statuses).containsExactly(206, 206, 200);
    assertThat(names).hasSize(20).doesNotHaveDuplicates().contains("shop", "shop-pr42");
    assertThat(page.headers().firstValue("Content-Range").orElse("")).startsWith("id ");
  }

  @Test
  void list_can_be_sorted_by_name_from_the_end() throws Exception {
    HttpResponse<String> page = getRange("/apps", "name ..; order=desc, max=2");

    assertThat(json(page).path(0).path("name").asString()).isEqualTo("shop-staging");
    assertThat(json(page).path(1).path("name").asString()).isEqualTo("shop-search");
    String next = page.headers().firstValue("Next-Range").orElseThrow();
    assertThat(json(getRange("/apps", next)).path(0).path("name").asString())
        .isEqualTo("shop-pr57");
  }

  @Test
  void range_without_sense_is_416() throws Exception {
    assertThat(getRange("/apps", "size ..; max=8").statusCode()).isEqualTo(416);
    assertThat(getRange("/apps", "id ..; max=1001").statusCode()).isEqualTo(416);
  }

  @Test
  void host_carries_a_hash_unless_the_app_is_old() throws Exception {
    heroku.addInternalApp("vault");

    assertThat(json(get("/apps/shop")).path("web_url").asString())
        .matches("https://shop-[0-9a-f]{12}\\.herokuapp\\.com/");
    assertThat(json(get("/apps/museum")).path("web_url").asString())
        .isEqualTo("https://museum.herokuapp.com/");
    assertThat(json(get("/apps/vault")).path("web_url").isNull()).isTrue();
  }

  @Test
  void app_is_found_by_id_and_missed_with_404() throws Exception {
    String id = json(get("/apps/shop")).path("id").asString();

    assertThat(json(get("/apps/" + id)).path("name").asString()).isEqualTo("shop");
    assertThat(get("/apps/none").statusCode()).isEqualTo(404);
    assertThat(json(get("/apps/none")).path("message").asString())
        .isEqualTo("Couldn't find that app.");
  }

  @Test
  void formation_changes_at_once_and_dynos_follow() throws Exception {
    assertThat(json(patch("/apps/shop/formation", SLEEP)).path(0).path("quantity").asInt())
        .isZero();
    assertThat(states("shop")).containsExactly("web.1 up", "web.2 up", "worker.1 up");
    pass(Duration.ofSeconds(3));
    assertThat(states("shop")).isEmpty();

    assertThat(patch("/apps/shop/formation", WAKE).statusCode()).isEqualTo(200);
    assertThat(states("shop")).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(states("shop"))
        .containsExactlyInAnyOrder("web.1 starting", "web.2 starting", "worker.1 starting");
    pass(Duration.ofSeconds(5));
    assertThat(states("shop")).containsExactlyInAnyOrder("web.1 up", "web.2 up", "worker.1 up");
    assertThat(heroku.formation("shop")).isEqualTo("web=2:Standard-1X worker=1:Standard-1X");
  }

  @Test
  void quantities_come_as_numbers_texts_and_differences() throws Exception {
    patch(
        "/apps/shop/formation",
        "{\"updates\":[{\"type\":\"web\",\"quantity\":\"+1\",\"size\":\"standard-2x\"},"
            + "{\"type\":\"worker\",\"quantity\":\"4\",\"dyno_size\":{\"name\":\"Standard-2X\"}}]}");
    assertThat(heroku.formation("shop")).isEqualTo("web=3:Standard-2X worker=4:Standard-2X");

    patch("/apps/shop/formation/web", "{\"quantity\":1}");
    assertThat(heroku.formation("shop")).isEqualTo("web=1:Standard-2X worker=4:Standard-2X");
  }

  @Test
  void batch_with_one_bad_update_changes_nothing() throws Exception {
    String two = "{\"updates\":[{\"type\":\"web\",\"quantity\":0},";

    assertThat(patch("/apps/shop/formation", two + "{\"type\":\"cron\",\"quantity\":1}]}"))
        .returns(404, HttpResponse::statusCode);
    assertThat(patch("/apps/shop/formation", two + "{\"type\":\"worker\",\"quantity\":-1}]}"))
        .returns(200, HttpResponse::statusCode); // a difference
    assertThat(patch("/apps/shop/formation", two + "{\"type\":\"worker\",\"quantity\":-1}]}"))
        .returns(422, HttpResponse::statusCode);
    assertThat(patch("/apps/shop/formation", "[]")).returns(400, HttpResponse::statusCode);
    assertThat(heroku.formation("shop")).isEqualTo("web=0:Standard-1X worker=0:Standard-1X");
  }

  @Test
  void eco_and_basic_have_one_dyno_per_type() throws Exception {
    HttpResponse<String> answer = patch("/apps/shop-pr42/formation/web", "{\"quantity\":2}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json(answer).path("id").asString()).isEqualTo("invalid_params");
    assertThat(patch("/apps/shop/formation/web", "{\"size\":\"Basic\"}").statusCode())
        .isEqualTo(422);
  }

  @Test
  void stopping_dynos_is_no_sleep() throws Exception {
    HttpRequest stop = request("POST", "/apps/shop/formations/web/actions/stop", "{}").build();
    assertThat(client.send(stop, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(202);
    pass(Duration.ofSeconds(3));
    pass(Duration.ofSeconds(5));

    assertThat(states("shop")).contains("web.1 up", "web.2 up");
  }

  @Test
  void every_answer_tells_the_calls_left_and_the_4501st_is_429() throws Exception {
    assertThat(get("/apps/shop").headers().firstValue("RateLimit-Remaining")).contains("4499");
    heroku.leaveCalls(1);
    assertThat(get("/apps/none").headers().firstValue("RateLimit-Remaining")).contains("0");

    HttpResponse<String> refused = get("/apps/shop");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(json(refused).path("id").asString()).isEqualTo("rate_limit");
    assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
    assertThat(json(get("/account/rate-limits")).path("remaining").asInt(-1)).isZero();

    clock.advance(Duration.ofMinutes(1));
    assertThat(get("/apps/shop").headers().firstValue("RateLimit-Remaining")).contains("74");
  }

  @Test
  void router_shows_its_page_until_the_app_is_up() throws Exception {
    assertThat(visit("shop").body()).contains("<h1>shop</h1>");
    patch("/apps/shop/formation", SLEEP);
    assertThat(visit("shop").statusCode()).isEqualTo(503);
    patch("/apps/shop/formation", WAKE);
    pass(Duration.ofSeconds(2));
    assertThat(visit("shop").body()).contains("Application error");
    pass(Duration.ofSeconds(5));

    assertThat(visit("shop").statusCode()).isEqualTo(200);
    assertThat(heroku.routerLines("shop"))
        .satisfiesExactly(
            line -> assertThat(line).contains("code=H14"),
            line -> assertThat(line).contains("code=H20"));
  }

  @Test
  void crashed_boot_and_maintenance_have_their_pages() throws Exception {
    patch("/apps/shop/formation", SLEEP);
    heroku.failBoots("shop");
    patch("/apps/shop/formation", WAKE);
    pass(Duration.ofSeconds(2));
    pass(Duration.ofSeconds(5));

    assertThat(states("shop")).contains("web.1 crashed");
    assertThat(visit("shop").statusCode()).isEqualTo(503);
    patch("/apps/shop", "{\"maintenance\":true}");
    assertThat(visit("shop").body()).contains("Offline for maintenance");
    assertThat(heroku.routerLines("shop").getFirst()).contains("code=H10");
  }

  @Test
  void eco_dyno_idles_after_half_an_hour_and_a_request_wakes_it() throws Exception {
    clock.advance(Duration.ofMinutes(31));
    heroku.runDue();
    assertThat(states("shop-pr42")).containsExactly("web.1 idle");
    assertThat(states("shop")).contains("web.1 up");

    assertThat(visit("shop-pr42").statusCode()).isEqualTo(503);
    assertThat(states("shop-pr42")).containsExactly("web.1 starting");
    pass(Duration.ofSeconds(5));
    assertThat(visit("shop-pr42").statusCode()).isEqualTo(200);
  }

  @Test
  void bill_counts_dynos_while_scaled_up_and_add_ons_always() throws Exception {
    clock.advance(Duration.ofHours(36));
    patch("/apps/shop/formation", SLEEP);
    clock.advance(Duration.ofHours(36));

    assertThat(heroku.bill().of("shop")).isEqualByComparingTo("3.75"); // 3 x 25 / 720 x 36
    assertThat(heroku.bill().of("shop add-ons")).isEqualByComparingTo("0.5");
    assertThat(heroku.bill().of("shop-pr42")).isEqualByComparingTo("0");
  }

  @Test
  void refused_start_leaves_the_formation_and_stops_still_work() throws Exception {
    patch("/apps/shop/formation", SLEEP);
    heroku.refuseStart("shop", Answer.json(402, Map.of("id", "delinquent")));

    assertThat(patch("/apps/shop/formation", WAKE).statusCode()).isEqualTo(402);
    assertThat(patch("/apps/shop/formation", SLEEP).statusCode()).isEqualTo(200);
    heroku.mend("shop");
    assertThat(patch("/apps/shop/formation", WAKE).statusCode()).isEqualTo(200);
  }

  @Test
  void deleted_app_is_gone_from_list_and_router() throws Exception {
    String host = heroku.host("shop").orElseThrow();
    heroku.deleteApp("shop");

    assertThat(get("/apps/shop/formation").statusCode()).isEqualTo(404);
    assertThat(json(get("/apps"))).hasSize(19);
    assertThat(visitHost(host).statusCode()).isEqualTo(404);
  }

  private void pass(Duration time) {
    clock.advance(time);
    heroku.runDue();
  }

  private List<String> states(String app) throws Exception {
    List<String> states = new ArrayList<>();
    json(get("/apps/" + app + "/dynos"))
        .forEach(
            dyno -> states.add(dyno.path("name").asString() + " " + dyno.path("state").asString()));
    return states;
  }

  private Page visit(String app) throws Exception {
    return visitHost(heroku.host(app).orElseThrow());
  }

  /** Over a plain socket: the client of the JDK does not let the Host be chosen. */
  private Page visitHost(String host) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), heroku.router().getPort())) {
      String head = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Page(Integer.parseInt(answer.substring(9, 12)), answer);
    }
  }

  private record Page(int statusCode, String body) {}

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request("GET", path, "").build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> getRange(String path, String range) throws Exception {
    HttpRequest request = request("GET", path, "").header("Range", range).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> patch(String path, String body) throws Exception {
    return client.send(request("PATCH", path, body).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(heroku.api() + path))
        .timeout(Duration.ofSeconds(20))
        .header("Accept", VERSION)
        .header("Authorization", "Bearer secret-token")
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}

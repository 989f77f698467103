// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Faults;
import dev.paastis.emulator.ManualClock;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RenderEmulatorTest {
  private static final EmulatorSettings.Pace PACE =
      new EmulatorSettings.Pace(
          Duration.ofSeconds(8), Duration.ofSeconds(40), Duration.ofSeconds(5));

  private final ManualClock clock = new ManualClock();
  private final RenderEmulator render =
      RenderEmulator.startStill(new EmulatorSettings(0, 250, "rnd_key", clock, PACE));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    render.close();
    client.close();
  }

  @Test
  void call_without_a_right_key_is_401_with_a_message() throws Exception {
    render.revoke("rnd_key");

    HttpResponse<String> answer = call("GET", "/services", "");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(json(answer).path("message").asString()).isEqualTo("Unauthorized");
  }

  @Test
  void list_goes_from_cursor_to_cursor_until_a_short_page() throws Exception {
    List<String> ids = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json(call("GET", "/services?limit=100&cursor=" + cursor, ""));
      page.forEach(item -> ids.add(item.path("service").path("id").asString()));
      sizes.add(page.size());
      cursor = page.get(page.size() - 1).path("cursor").asString();
    } while (sizes.getLast() == 100);

    assertThat(sizes).containsExactly(100, 100, 50);
    assertThat(ids).hasSize(250).doesNotHaveDuplicates();
  }

  @Test
  void list_filters_and_refuses_a_limit_above_100() throws Exception {
    JsonNode workers =
        json(
            call(
                "GET",
                "/services?limit=100&type=background_worker,cron_job&ownerId=tea-partner",
                ""));
    assertThat(workers)
        .isNotEmpty()
        .allSatisfy(item -> {
          JsonNode service = item.path("service");
          assertThat(service.path("ownerId").asString()).isEqualTo("tea-partner");
          assertThat(service.path("type").asString()).isIn("background_worker", "cron_job");
        });
    JsonNode noPreviews = json(call("GET", "/services?limit=100&includePreviews=false", ""));
    assertThat(noPreviews.toString()).doesNotContain("pr42");
    assertThat(call("GET", "/services?limit=101", "").statusCode()).isEqualTo(400);
  }

  @Test
  void suspend_is_empty_202_and_takes_its_time() throws Exception {
    HttpResponse<String> answer = order("shop", "suspend");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    assertThat(service("shop").path("suspended").asString()).isEqualTo("not_suspended");
    assertThat(visit("shop").statusCode()).isEqualTo(200);

    advance(Duration.ofSeconds(5));
    JsonNode shop = service("shop");
    assertThat(shop.path("suspended").asString()).isEqualTo("suspended");
    assertThat(shop.path("suspenders").toString()).isEqualTo("[\"user\"]");
    assertThat(shop.path("serviceDetails").path("autoscaling").path("max").asInt()).isEqualTo(5);
    assertThat(json(call("GET", path("shop") + "/instances", ""))).isEmpty();
  }

  @Test
  void page_of_a_suspended_service_may_look_alive() throws Exception {
    assertThat(visit("shop-pr57").statusCode()).isEqualTo(503);
    render.showSuspendedWith(200);

    assertThat(visit("shop-pr57").statusCode()).isEqualTo(200);
    assertThat(visit("shop-pr57").body()).contains("suspended by its owner");
  }

  @Test
  void resume_shows_the_old_live_deploy_then_the_new_one_until_it_is_live() throws Exception {
    order("shop-pr57", "resume");
    assertThat(service("shop-pr57").path("suspended").asString()).isEqualTo("not_suspended");
    assertThat(newestDeploy("shop-pr57").path("status").asString()).isEqualTo("live");
    assertThat(newestDeploy("shop-pr57").path("trigger").asString()).isEqualTo("new_commit");

    advance(Duration.ofSeconds(2));
    assertThat(newestDeploy("shop-pr57").path("trigger").asString()).isEqualTo("service_resumed");
    assertThat(newestDeploy("shop-pr57").path("status").asString()).isEqualTo("created");
    advance(Duration.ofSeconds(6));
    assertThat(newestDeploy("shop-pr57").path("status").asString()).isEqualTo("update_in_progress");
    assertThat(visit("shop-pr57").statusCode()).isEqualTo(502);

    advance(Duration.ofSeconds(40));
    JsonNode live = newestDeploy("shop-pr57");
    assertThat(live.path("status").asString()).isEqualTo("live");
    assertThat(live.path("finishedAt").asString()).isNotEmpty();
    assertThat(visit("shop-pr57").body()).contains("<h1>shop-pr57</h1>");
  }

  @Test
  void boot_that_fails_leaves_a_failed_deploy_and_502() throws Exception {
    render.failBoots("shop-pr57", true);
    order("shop-pr57", "resume");
    advance(Duration.ofSeconds(8));
    advance(Duration.ofSeconds(40));

    assertThat(newestDeploy("shop-pr57").path("status").asString()).isEqualTo("update_failed");
    assertThat(service("shop-pr57").path("suspended").asString()).isEqualTo("not_suspended");
    assertThat(visit("shop-pr57").statusCode()).isEqualTo(502);
    JsonNode logs =
        json(call("GET", "/logs?ownerId=tea-agency&resource=" + render.idOf("shop-pr57"), ""));
    assertThat(logs.path("logs").get(0).path("message").asString()).contains("status 1");
  }

  @Test
  void suspend_during_a_boot_cancels_its_deploy() throws Exception {
    order("shop-pr57", "resume");
    advance(Duration.ofSeconds(8));
    order("shop-pr57", "suspend");
    advance(Duration.ofMinutes(5));

    assertThat(newestDeploy("shop-pr57").path("status").asString()).isEqualTo("canceled");
    assertThat(service("shop-pr57").path("suspended").asString()).isEqualTo("suspended");
  }

  @Test
  void resume_before_the_suspend_has_ended_does_nothing() throws Exception {
    order("shop", "suspend");
    assertThat(order("shop", "resume").statusCode()).isEqualTo(202);
    advance(Duration.ofMinutes(2));

    assertThat(service("shop").path("suspended").asString()).isEqualTo("suspended");
  }

  @Test
  void suspension_by_the_platform_outlasts_a_resume() throws Exception {
    render.suspend("shop-pr57", "admin");
    assertThat(order("shop-pr57", "resume").statusCode()).isEqualTo(202);

    assertThat(service("shop-pr57").path("suspenders").toString()).isEqualTo("[\"admin\"]");
    assertThat(service("shop-legacy").path("suspenders").toString()).isEqualTo("[\"billing\"]");
  }

  @Test
  void manual_scale_is_ignored_with_an_autoscaler_and_barred_where_the_plan_is_free()
      throws Exception {
    assertThat(scale("shop", 7).statusCode()).isEqualTo(202);
    assertThat(instancesOf("shop")).isEqualTo(2);
    assertThat(scale("shop-staging", 3).statusCode()).isEqualTo(202);
    assertThat(instancesOf("shop-staging")).isEqualTo(3);

    assertThat(scale("shop-staging", 0).statusCode()).isEqualTo(400);
    assertThat(scale("shop-demo", 2).statusCode()).isEqualTo(402);
    assertThat(scale("shop-odoo", 2).statusCode()).isEqualTo(400);
    assertThat(scale("shop-nightly", 2).statusCode()).isEqualTo(400);
    assertThat(scale("shop-docs", 2).statusCode()).isEqualTo(400);
  }

  @Test
  void autoscaler_can_be_taken_away_and_put_back() throws Exception {
    assertThat(call("DELETE", path("shop") + "/autoscaling", "").statusCode()).isEqualTo(204);
    assertThat(service("shop").path("serviceDetails").path("autoscaling").isNull()).isTrue();

    String config =
        """
        {"enabled":true,"min":1,"max":4,"criteria":{"cpu":{"enabled":true,"percentage":50},
        "memory":{"enabled":false,"percentage":80}}}\
        """;
    assertThat(call("PUT", path("shop") + "/autoscaling", config).statusCode()).isEqualTo(200);
    JsonNode back = service("shop").path("serviceDetails").path("autoscaling");
    assertThat(back).isEqualTo(JsonMapper.shared().readTree(config));
    assertThat(call("PUT", path("shop") + "/autoscaling", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void plan_changes_by_patch_and_redeploys_what_runs() throws Exception {
    String body = "{\"serviceDetails\":{\"plan\":\"pro\"}}";
    assertThat(call("PATCH", path("shop-staging"), body).statusCode()).isEqualTo(200);
    advance(Duration.ofSeconds(2));

    assertThat(newestDeploy("shop-staging").path("trigger").asString())
        .isEqualTo("service_updated");
    assertThat(service("shop-staging").path("serviceDetails").path("plan").asString())
        .isEqualTo("pro");
    assertThat(call("PATCH", path("shop"), "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void deploy_of_a_suspended_service_is_a_conflict() throws Exception {
    assertThat(order("shop-pr57", "deploys").statusCode()).isEqualTo(409);
    assertThat(order("shop-pr57", "restart").statusCode()).isEqualTo(400);
    assertThat(order("shop", "deploys").statusCode()).isEqualTo(201);
  }

  @Test
  void eleventh_order_in_a_minute_for_one_service_is_429() throws Exception {
    for (int i = 9; i >= 0; i--) {
      assertThat(order("shop", "resume").headers().firstValue("Ratelimit-Remaining"))
          .contains(String.valueOf(i));
    }

    HttpResponse<String> refused = order("shop", "suspend");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("6");
    assertThat(refused.headers().firstValue("ratelimit-limit")).contains("10");
    assertThat(json(refused).path("message").asString()).isEqualTo("rate limit exceeded");
    assertThat(order("shop-staging", "suspend").statusCode()).isEqualTo(202);
    clock.advance(Duration.ofSeconds(6));
    assertThat(order("shop", "suspend").statusCode()).isEqualTo(202);
  }

  @Test
  void four_hundred_and_first_read_in_a_minute_is_429() throws Exception {
    for (int i = 0; i < 400; i++) {
      assertThat(call("GET", "/owners", "").statusCode()).isEqualTo(200);
    }

    assertThat(call("GET", "/owners", "").statusCode()).isEqualTo(429);
    assertThat(order("shop", "suspend").statusCode()).isEqualTo(202);
  }

  @Test
  void bill_of_a_suspended_service_is_its_disk_alone() throws Exception {
    clock.advance(Duration.ofDays(3));
    assertThat(render.bill().of("shop-staging")).isEqualByComparingTo("0.7");
    assertThat(render.bill().of("shop")).isEqualByComparingTo("5");
    assertThat(render.bill().of("shop-odoo")).isEqualByComparingTo("0");
    assertThat(render.bill().of("shop-odoo disk")).isEqualByComparingTo("0.25");
    assertThat(render.bill().of("shop-demo")).isEqualByComparingTo("0");

    order("shop", "suspend");
    advance(Duration.ofSeconds(5));
    var before = render.bill().of("shop");
    clock.advance(Duration.ofDays(3));
    assertThat(render.bill().of("shop")).isEqualByComparingTo(before);
  }

  @Test
  void start_can_be_refused_and_a_deleted_service_is_404() throws Exception {
    render.refuseStart("shop-pr57", Answer.json(402, Map.of("message", "pay first")));
    assertThat(order("shop-pr57", "resume").statusCode()).isEqualTo(402);

    String path = path("shop");
    String host = render.hostOf("shop");
    render.deleteApp("shop");
    assertThat(call("GET", path, "").statusCode()).isEqualTo(404);
    assertThat(visitHost(host).statusCode()).isEqualTo(404);
  }

  @Test
  void fault_comes_after_the_key_and_instead_of_the_answer() throws Exception {
    render.faults().arm("GET /v1/owners", 1, new Faults.Fault.Instead(Answer.empty(500)));

    assertThat(call("GET", "/owners", "").statusCode()).isEqualTo(500);
    assertThat(call("GET", "/owners", "").statusCode()).isEqualTo(200);
    assertThat(render.calls("GET /v1/owners")).isEqualTo(2);
  }

  private void advance(Duration time) {
    clock.advance(time);
    render.runDue();
  }

  private String path(String name) {
    return "/services/" + render.idOf(name);
  }

  private HttpResponse<String> order(String name, String what) throws Exception {
    return call("POST", path(name) + "/" + what, "");
  }

  private HttpResponse<String> scale(String name, int instances) throws Exception {
    return call("POST", path(name) + "/scale", "{\"numInstances\":" + instances + "}");
  }

  private JsonNode service(String name) throws Exception {
    return json(call("GET", path(name), ""));
  }

  private int instancesOf(String name) throws Exception {
    return service(name).path("serviceDetails").path("numInstances").asInt();
  }

  private JsonNode newestDeploy(String name) throws Exception {
    return json(call("GET", path(name) + "/deploys?limit=1", "")).get(0).path("deploy");
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(render.api() + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer rnd_key")
            .header("Accept", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private Visit visit(String name) throws Exception {
    return visitHost(render.hostOf(name));
  }

  /** By hand, since the JDK's client sets the host itself. */
  private Visit visitHost(String host) throws Exception {
    URI router = render.router();
    try (Socket socket = new Socket(router.getHost(), router.getPort())) {
      socket.setSoTimeout(20_000);
      String head = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Visit(Integer.parseInt(answer.substring(9, 12)), answer);
    }
  }

  private record Visit(int statusCode, String body) {}

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}

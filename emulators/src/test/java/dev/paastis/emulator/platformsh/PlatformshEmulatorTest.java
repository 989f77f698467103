// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.ManualClock;
import java.math.BigDecimal;
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
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlatformshEmulatorTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Pace PACE = new Pace(MINUTE, Duration.ofSeconds(20), MINUTE);

  private final ManualClock clock = new ManualClock();
  private final PlatformshEmulator emulator =
      PlatformshEmulator.start(new EmulatorSettings(0, 12, "api-token", clock, PACE));
  private final HttpClient client = HttpClient.newHttpClient();
  private final String bearer = emulator.bearer();
  private final String staging = named("staging");

  @AfterEach
  void close() {
    client.close();
    emulator.close();
  }

  @Test
  void api_token_is_exchanged_for_a_bearer_of_fifteen_minutes() throws Exception {
    HttpResponse<String> exchanged = exchange("platform-api-user", "api-token");

    assertThat(exchanged.statusCode()).isEqualTo(200);
    assertThat(json(exchanged).path("expires_in").asInt()).isEqualTo(900);
    String fresh = json(exchanged).path("access_token").asString();
    assertThat(call("GET", "/users/me", fresh).statusCode()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(15));
    HttpResponse<String> late = call("GET", "/users/me", fresh);
    assertThat(late.statusCode()).isEqualTo(401);
    assertThat(json(late).path("title").asString()).isEqualTo("Unauthorized");
  }

  @Test
  void wrong_api_token_or_client_gets_an_oauth_error() throws Exception {
    HttpResponse<String> wrongToken = exchange("platform-api-user", "other");
    assertThat(wrongToken.statusCode()).isEqualTo(400);
    assertThat(json(wrongToken).path("error").asString()).isEqualTo("invalid_grant");

    HttpResponse<String> wrongClient = exchange("somebody", "api-token");
    assertThat(wrongClient.statusCode()).isEqualTo(401);
    assertThat(json(wrongClient).path("error").asString()).isEqualTo("invalid_client");
  }

  @Test
  void revoked_api_token_is_not_exchanged() throws Exception {
    emulator.revoke("api-token");

    assertThat(exchange("platform-cli", "api-token").statusCode()).isEqualTo(400);
  }

  @Test
  void projects_of_an_organization_come_in_pages_of_a_cursor() throws Exception {
    String path = "/organizations/" + emulator.organization() + "/projects?page[size]=2";
    JsonNode first = json(get(path.replace("[", "%5B").replace("]", "%5D")));
    String next = first.path("_links").path("next").path("href").asString();
    String rest = next.substring(emulator.api().toString().length());
    JsonNode second = json(get(rest.replace("[", "%5B").replace("]", "%5D")));

    assertThat(first.path("items").size()).isEqualTo(2);
    assertThat(second.path("items").size()).isEqualTo(1);
    assertThat(second.path("_links").has("next")).isFalse();
  }

  @Test
  void accessible_projects_are_found_by_way_of_the_user() throws Exception {
    String user = json(get("/users/me")).path("id").asString();
    JsonNode access =
        json(get("/users/" + user + "/extended-access?filter%5Bresource_type%5D=project"));
    String project = access.path("items").get(0).path("resource_id").asString();
    JsonNode references = json(get("/ref/projects?in=" + project + ",nobody"));

    assertThat(references.path(project).path("title").asString()).isEqualTo("Shop");
    assertThat(references.path("nobody").isNull()).isTrue();
  }

  @Test
  void fleet_has_as_many_pausable_environments_as_asked_and_production_besides() throws Exception {
    long pausable = 0;
    for (String app : emulator.environments()) {
      JsonNode environment = json(get(path(app)));
      boolean production = environment.path("type").asString().equals("production");
      boolean deployed = environment.path("has_deployment").asBoolean();
      pausable += !production && deployed ? 1 : 0;
      if (production) {
        assertThat(environment.path("_links").has("#pause")).isFalse();
      }
    }
    assertThat(pausable).isEqualTo(12);
  }

  @Test
  void pause_goes_through_its_activity_and_ends_in_a_redirect() throws Exception {
    HttpResponse<String> ordered = post(path(staging) + "/pause");
    JsonNode activity = json(ordered).path("_embedded").path("activities").get(0);

    assertThat(ordered.statusCode()).isEqualTo(200);
    assertThat(json(ordered).path("code").asInt()).isEqualTo(202);
    assertThat(activity.path("type").asString()).isEqualTo("environment.pause");
    assertThat(status(staging)).isEqualTo("dirty");
    assertThat(visit(staging)).startsWith("200");
    pass(MINUTE);
    JsonNode ended = json(get(path(staging) + "/activities/" + activity.path("id").asString()));
    assertThat(ended.path("state").asString()).isEqualTo("complete");
    assertThat(ended.path("result").asString()).isEqualTo("success");
    assertThat(status(staging)).isEqualTo("paused");
    assertThat(visit(staging)).startsWith("302").contains("Location: " + emulator.router());
    assertThat(get(path(staging) + "/routes").statusCode()).isEqualTo(404);
  }

  @Test
  void links_announce_what_may_be_done_now() throws Exception {
    assertThat(links(staging).has("#pause")).isTrue();
    assertThat(links(staging).has("#resume")).isFalse();
    post(path(staging) + "/pause");
    assertThat(links(staging).has("#pause")).isFalse();
    pass(MINUTE);
    assertThat(links(staging).has("#resume")).isTrue();
    emulator.forbid(staging);
    assertThat(links(staging).has("#resume")).isFalse();
    assertThat(post(path(staging) + "/resume").statusCode()).isEqualTo(403);
  }

  @Test
  void resumed_app_boots_after_its_activity() throws Exception {
    String paused = pausedOne();
    post(path(paused) + "/resume");
    assertThat(visit(paused)).startsWith("302");
    pass(MINUTE);
    assertThat(status(paused)).isEqualTo("active");
    assertThat(visit(paused)).startsWith("502");
    pass(Duration.ofSeconds(20));
    assertThat(visit(paused)).startsWith("200");
  }

  @Test
  void failed_start_is_an_activity_with_a_reason() throws Exception {
    String paused = pausedOne();
    emulator.failBoots(paused);
    post(path(paused) + "/resume");
    pass(Duration.ofMinutes(2));

    JsonNode activity = json(get(path(paused) + "/activities")).get(0);
    assertThat(activity.path("result").asString()).isEqualTo("failure");
    assertThat(activity.path("failure_reason").asString()).contains("failed to start");
    JsonNode deployment = json(get(path(paused))).path("deployment_state");
    assertThat(deployment.path("last_deployment_successful").asBoolean()).isFalse();
    assertThat(visit(paused)).startsWith("502");
  }

  @Test
  void order_while_another_runs_is_a_conflict() throws Exception {
    post(path(staging) + "/pause");
    HttpResponse<String> again = post(path(staging) + "/pause");

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json(again).path("detail").path("title").get(0).asString()).contains("in progress");
  }

  @Test
  void production_is_not_paused() throws Exception {
    assertThat(post(path(named("main")) + "/pause").statusCode()).isEqualTo(403);
  }

  @Test
  void third_activity_of_a_project_waits_for_its_turn() throws Exception {
    for (String id : new String[] {"staging", "develop", "pr-42"}) {
      post(path(named(id)) + "/pause");
    }
    assertThat(activities("in_progress")).isEqualTo(2);
    assertThat(activities("pending")).isEqualTo(1);
    pass(MINUTE);
    assertThat(activities("in_progress")).isEqualTo(1);
    assertThat(activities("complete")).isEqualTo(2);
  }

  @Test
  void push_resumes_what_is_paused() throws Exception {
    String paused = pausedOne();
    emulator.push(paused);
    pass(MINUTE);

    assertThat(status(paused)).isEqualTo("active");
  }

  @Test
  void branch_with_a_slash_is_percent_encoded() throws Exception {
    JsonNode environment = json(get(path(named("feat/checkout"))));

    assertThat(environment.path("id").asString()).isEqualTo("feat/checkout");
    assertThat(environment.path("_links").path("self").path("href").asString())
        .endsWith("/environments/feat%2Fcheckout");
  }

  @Test
  void paused_environment_costs_its_storage_only() throws Exception {
    post(path(staging) + "/pause");
    pass(MINUTE);
    BigDecimal paid = emulator.bill().of(staging);
    BigDecimal stored = emulator.bill().of(staging + "/storage");
    pass(Duration.ofHours(10));

    assertThat(paid).isPositive();
    assertThat(emulator.bill().of(staging)).isEqualByComparingTo(paid);
    assertThat(emulator.bill().of(staging + "/storage")).isGreaterThan(stored);
  }

  @Test
  void fixed_plan_costs_the_same_whatever_is_paused() throws Exception {
    String fixed = emulator.environments().getLast();
    String project = fixed.substring(0, fixed.indexOf(':'));
    post(path(project + ":staging") + "/pause");
    pass(Duration.ofDays(30));

    assertThat(emulator.bill().of(project)).isEqualByComparingTo("50");
    assertThat(emulator.bill().of(project + ":staging")).isZero();
  }

  @Test
  void suspended_project_wants_a_payment() throws Exception {
    emulator.suspend(staging);

    assertThat(post(path(staging) + "/pause").statusCode()).isEqualTo(402);
  }

  @Test
  void orders_of_others_take_effect() throws Exception {
    emulator.changeFormation(staging, "app", "XL", 3);
    JsonNode app = json(get(path(staging) + "/deployments/current")).path("webapps").path("app");
    assertThat(app.path("size").asString()).isEqualTo("XL");
    assertThat(app.path("instance_count").asInt()).isEqualTo(3);

    emulator.deactivate(staging);
    assertThat(status(staging)).isEqualTo("inactive");
    String develop = named("develop");
    String gone = path(develop);
    emulator.deleteApp(develop);
    assertThat(get(gone).statusCode()).isEqualTo(404);
    String paused = pausedOne();
    emulator.refuseStart(paused, Answer.json(422, Map.of("message", "no room")));
    assertThat(post(path(paused) + "/resume").statusCode()).isEqualTo(422);
  }

  @Test
  void links_and_status_can_be_as_some_clients_have_seen_them() throws Exception {
    emulator.linkToRegions();
    emulator.acceptWith(202);

    assertThat(links(staging).path("#pause").path("href").asString())
        .startsWith("https://eu-5.platform.sh/api/projects/");
    assertThat(post(path(staging) + "/pause").statusCode()).isEqualTo(202);
  }

  private void pass(Duration time) {
    clock.advance(time);
    emulator.runDue();
  }

  private String named(String id) {
    return emulator.environments().stream()
        .filter(app -> app.endsWith(":" + id))
        .findFirst()
        .orElseThrow();
  }

  private String pausedOne() throws Exception {
    for (String app : emulator.environments()) {
      if (status(app).equals("paused")) {
        return app;
      }
    }
    throw new AssertionError("nothing is paused");
  }

  private long activities(String state) throws Exception {
    String project = staging.substring(0, staging.indexOf(':'));
    return json(get("/projects/" + project + "/activities?state=" + state)).size();
  }

  private String status(String app) throws Exception {
    return json(get(path(app))).path("status").asString();
  }

  private JsonNode links(String app) throws Exception {
    return json(get(path(app))).path("_links");
  }

  private static String path(String app) {
    int colon = app.indexOf(':');
    return "/projects/"
        + app.substring(0, colon)
        + "/environments/"
        + app.substring(colon + 1).replace("/", "%2F");
  }

  /** The head of the router's answer; the JDK's client does not let a caller name the host. */
  private String visit(String app) throws Exception {
    URI router = emulator.router();
    try (Socket socket = new Socket(router.getHost(), router.getPort())) {
      String request =
          "GET / HTTP/1.1\r\nHost: " + emulator.host(app) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring("HTTP/1.1 ".length(), answer.indexOf("\r\n\r\n"));
    }
  }

  private HttpResponse<String> exchange(String user, String token) throws Exception {
    String basic =
        Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(emulator.api() + "/oauth2/token"))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=api_token&api_token=" + token))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return call("GET", path, bearer);
  }

  private HttpResponse<String> post(String path) throws Exception {
    return call("POST", path, bearer);
  }

  private HttpResponse<String> call(String method, String path, String by) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(emulator.api() + path))
            .header("Authorization", "Bearer " + by)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Faults;
import dev.paastis.emulator.ManualClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CleverEmulatorTest {
  private static final String STARTED = "bakery-worker";
  private static final EmulatorSettings.Pace PACE =
      new EmulatorSettings.Pace(
          Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(5));

  private final ManualClock clock = new ManualClock();
  private final CleverEmulator emulator =
      CleverEmulator.start(new EmulatorSettings(0, 40, "all-rights", clock, PACE));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    emulator.close();
    client.close();
  }

  @Test
  void api_token_is_good_on_the_bridge_only() throws Exception {
    assertThat(get("/v2/summary").statusCode()).isEqualTo(200);

    HttpResponse<String> elsewhere =
        send(emulator.signedApi(), "GET", "/v2/summary", "", "Bearer all-rights");
    assertThat(elsewhere.statusCode()).isEqualTo(401);
    assertThat(elsewhere.body()).contains("\"type\":\"error\"");
  }

  @Test
  void api_token_that_ended_or_was_revoked_is_refused() throws Exception {
    emulator.expire("all-rights", clock.instant().plusSeconds(10));
    clock.advance(Duration.ofSeconds(9));
    assertThat(get("/v2/summary").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(1));
    assertThat(get("/v2/summary").statusCode()).isEqualTo(401);
  }

  @Test
  void api_tokens_are_made_listed_and_deleted() throws Exception {
    String order =
        """
        {"email":"ops@example.org","password":"emulated-password","name":"paastis",
         "expirationDate":"2027-08-01T00:00:00.000Z"}\
        """;
    JsonNode made = json(send(emulator.api(), "POST", "/api-tokens", order, ""));
    String bearer = "Bearer " + made.path("apiToken").asString();

    assertThat(send(emulator.api(), "GET", "/v2/summary", "", bearer).statusCode()).isEqualTo(200);
    assertThat(json(get("/api-tokens"))).hasSize(2);
    call("DELETE", "/api-tokens/" + made.path("apiTokenId").asString(), "");
    assertThat(send(emulator.api(), "GET", "/v2/summary", "", bearer).statusCode()).isEqualTo(401);
  }

  @Test
  void signature_of_the_published_client_is_reproduced() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("oauth_consumer_key", "consumer-key");
    fields.put("oauth_nonce", "nonce123");
    fields.put("oauth_signature_method", "HMAC-SHA512");
    fields.put("oauth_timestamp", "1700000000");
    fields.put("oauth_token", "user-token");
    fields.put("oauth_version", "1.0");

    String signature =
        new Signature(fields)
            .of(
                "GET",
                "https://api.clever-cloud.com/v2/organisations/orga_0/applications/app_1/deployments",
                Map.of("limit", "5"),
                new Signature.Key("consumer-secret", "user-secret"));

    assertThat(signature)
        .isEqualTo(
            "xJVPewyvz35diHst0bEFcSCkqwM+OhsPMnc/s4d0Ighu2JeepPWJ3ZDaLFOd3JHbB7PVR5IwWBhwr31E5CLPxQ==");
  }

  @Test
  void signed_call_is_let_in_until_the_secret_clock_or_user_token_is_wrong() throws Exception {
    assertThat(signed("emulated-user-secret", 0)).isEqualTo(200);
    assertThat(signed("another-secret", 0)).isEqualTo(401);
    assertThat(signed("emulated-user-secret", -301)).isEqualTo(401);
    clock.advance(Duration.ofDays(90));
    assertThat(signed("emulated-user-secret", 0)).isEqualTo(401);
  }

  @Test
  void summary_tells_the_state_of_every_app_of_every_owner() throws Exception {
    JsonNode summary = json(get("/v2/summary"));
    int apps = summary.path("user").path("applications").size();
    for (JsonNode organisation : summary.path("organisations")) {
      apps += organisation.path("applications").size();
    }
    assertThat(apps).isEqualTo(40);
    assertThat(summary.toString()).contains("SHOULD_BE_UP").contains("SHOULD_BE_DOWN");
  }

  @Test
  void start_of_a_stopped_app_goes_through_the_documented_states() throws Exception {
    String app = stopped();
    JsonNode order = json(call("POST", app + "/instances", ""));
    String id = order.path("deploymentId").asString();
    assertThat(order.path("type").asString()).isEqualTo("success");
    assertThat(state(app)).isEqualTo("WANTS_TO_BE_UP");
    assertThat(get(app + "/deployments/" + id).statusCode()).isEqualTo(404);
    assertThat(get(app + "/deployments?limit=5").body()).doesNotContain(id);

    pass(Duration.ofSeconds(5));
    assertThat(json(get(app + "/deployments?limit=5")).get(0).path("uuid").asString())
        .isEqualTo(id);

    pass(Duration.ofSeconds(15));
    assertThat(json(get(app + "/instances")).get(0).path("state").asString())
        .isEqualTo("DEPLOYING");
    assertThat(json(get(app + "/deployments/" + id)).path("state").asString()).isEqualTo("WIP");

    pass(Duration.ofSeconds(10));
    assertThat(json(get(app + "/deployments/" + id)).path("state").asString()).isEqualTo("OK");
    assertThat(state(app)).isEqualTo("SHOULD_BE_UP");
    assertThat(json(get(app + "/instances")).get(0).path("state").asString()).isEqualTo("UP");
  }

  @Test
  void stop_takes_its_time_and_leaves_the_bounds() throws Exception {
    String app = running();
    Scaling before = emulator.formation("shop");
    assertThat(call("DELETE", app + "/instances", "").statusCode()).isEqualTo(200);
    assertThat(state(app)).isEqualTo("SHOULD_BE_DOWN");
    assertThat(json(get(app + "/instances"))).isNotEmpty();

    pass(Duration.ofSeconds(5));
    assertThat(json(get(app + "/instances"))).isEmpty();
    JsonNode last = json(get(app + "/deployments?limit=1")).get(0);
    assertThat(last.path("action").asString()).isEqualTo("UNDEPLOY");
    assertThat(last.path("state").asString()).isEqualTo("OK");
    assertThat(emulator.formation("shop")).isEqualTo(before);
  }

  @Test
  void failed_boot_leaves_an_app_that_wants_to_be_up() throws Exception {
    String app = stopped();
    emulator.failBoots(STARTED);
    call("POST", app + "/instances", "");
    pass(Duration.ofSeconds(30));
    assertThat(json(get(app + "/deployments")).get(0).path("state").asString()).isEqualTo("FAIL");
    assertThat(state(app)).isEqualTo("WANTS_TO_BE_UP");
    assertThat(json(get(app + "/instances"))).isEmpty();
  }

  @Test
  void second_order_cancels_the_first() throws Exception {
    String app = stopped();
    call("POST", app + "/instances", "");
    call("POST", app + "/instances", "");
    pass(Duration.ofSeconds(5));
    JsonNode deployments = json(get(app + "/deployments"));
    assertThat(deployments.get(0).path("state").asString()).isEqualTo("WIP");
    assertThat(deployments.get(1).path("state").asString()).isEqualTo("CANCELLED");
    pass(Duration.ofSeconds(30));
    assertThat(json(get(app + "/instances"))).hasSize(1);
  }

  @Test
  void bounds_of_none_are_refused_with_the_field() throws Exception {
    HttpResponse<String> answer = call("PUT", running(), "{\"minInstances\":0}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("fields").path("minInstances").asString()).contains("between 1");
  }

  @Test
  void errors_name_what_is_missing_or_forbidden() throws Exception {
    String unknown = "/v2/organisations/" + Fleet.AGENCY + "/applications/app_none";
    assertThat(json(get(unknown)).path("id").asInt()).isEqualTo(4004);
    assertThat(
            get("/v2/organisations/orga_99999999-0000-4000-8000-000000000009/applications")
                .statusCode())
        .isEqualTo(403);
    String app = stopped();
    emulator.forgetDeployments(STARTED);
    HttpResponse<String> never = call("POST", app + "/instances", "");
    assertThat(never.statusCode()).isEqualTo(404);
    assertThat(json(never).path("id").asInt()).isEqualTo(4014);
    emulator.suspend(STARTED, "DEFAULT_OF_PAYMENT");
    assertThat(call("POST", app + "/instances", "").statusCode()).isEqualTo(403);
    emulator.refuseStart(STARTED, Answer.json(402, Map.of("message", "pay first")));
    assertThat(call("POST", app + "/instances", "").statusCode()).isEqualTo(402);
  }

  @Test
  void host_has_a_hyphen_where_the_id_has_an_underscore() throws Exception {
    String id = emulator.id("shop-staging");
    JsonNode vhosts = json(get(path("shop-staging") + "/vhosts"));
    assertThat(vhosts.get(0).path("fqdn").asString())
        .isEqualTo(id.replace('_', '-') + ".cleverapps.io/");
    assertThat(get(path("shop-staging") + "/vhosts/favourite").statusCode()).isEqualTo(404);
    assertThat(json(get(path("shop") + "/vhosts/favourite")).path("fqdn").asString())
        .isEqualTo("www.shop.example.org/");
  }

  @Test
  void router_shows_the_app_only_while_it_is_up() throws Exception {
    assertThat(routed("www.shop.example.org")).isEqualTo(200);
    assertThat(routed(emulator.id("shop") + ".cleverapps.io")).isEqualTo(404);
    String app = stopped();
    String host = emulator.id(STARTED).replace('_', '-') + ".cleverapps.io";
    assertThat(routed(host)).isEqualTo(503);
    call("POST", app + "/instances", "");
    pass(Duration.ofSeconds(20));
    assertThat(routed(host)).isEqualTo(503);
    pass(Duration.ofSeconds(10));
    assertThat(routed(host)).isEqualTo(200);
  }

  @Test
  void stopped_app_costs_nothing_and_its_database_goes_on() throws Exception {
    String app = running();
    call("DELETE", app + "/instances", "");
    pass(Duration.ofSeconds(5));
    var shop = emulator.bill().of(emulator.id("shop"));
    clock.advance(Duration.ofHours(10));
    assertThat(emulator.bill().of(emulator.id("shop"))).isEqualTo(shop);
    assertThat(emulator.bill().of("addon_9")).isGreaterThan(new BigDecimal("0.106"));
  }

  @Test
  void armed_fault_strikes_behind_the_authentication() throws Exception {
    emulator.faults().arm("GET /v2/summary", 1, new Faults.Fault.Instead(Answer.empty(429)));
    assertThat(get("/v2/summary").statusCode()).isEqualTo(429);
    assertThat(get("/v2/summary").statusCode()).isEqualTo(200);
  }

  private int signed(String secret, int skewSeconds) throws Exception {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("oauth_consumer_key", CleverEmulator.CONSUMER_KEY);
    fields.put("oauth_nonce", "n1");
    fields.put("oauth_signature_method", "HMAC-SHA512");
    fields.put("oauth_timestamp", String.valueOf(clock.instant().getEpochSecond() + skewSeconds));
    fields.put("oauth_token", CleverEmulator.USER_TOKEN);
    String url = emulator.signedApi() + "/v2/summary";
    String signature =
        new Signature(fields)
            .of("GET", url, Map.of(), new Signature.Key(CleverEmulator.CONSUMER_SECRET, secret));
    StringBuilder header = new StringBuilder("OAuth ");
    fields.forEach((name, value) -> header.append(name + "=\"" + value + "\", "));
    String encoded = signature.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
    header.append("oauth_signature=\"" + encoded + "\"");
    return send(emulator.signedApi(), "GET", "/v2/summary", "", header.toString()).statusCode();
  }

  private int routed(String host) throws IOException, InterruptedException {
    // the JDK's client sets no Host of its own choice, a socket does
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), emulator.router().getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] head = socket.getInputStream().readNBytes(12);
      return Integer.parseInt(new String(head, StandardCharsets.US_ASCII).substring(9));
    }
  }

  private void pass(Duration time) {
    clock.advance(time);
    emulator.runDue();
  }

  private String running() throws Exception {
    return path("shop");
  }

  /** An app that the fleet has stopped. */
  private String stopped() throws Exception {
    return path(STARTED);
  }

  private String path(String name) throws Exception {
    JsonNode summary = json(get("/v2/summary"));
    for (JsonNode owner : summary.path("organisations")) {
      for (JsonNode app : owner.path("applications")) {
        if (app.path("name").asString().equals(name)) {
          return "/v2/organisations/"
              + owner.path("id").asString()
              + "/applications/"
              + app.path("id").asString();
        }
      }
    }
    throw new AssertionError("no app named " + name);
  }

  private String state(String app) throws Exception {
    return json(get(app)).path("state").asString();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return call("GET", path, "");
  }

  private HttpResponse<String> call(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(emulator.api(), method, path, body, "Bearer all-rights");
  }

  private HttpResponse<String> send(
      URI base, String method, String path, String body, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}

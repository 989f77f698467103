// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.emulator.Receiver;
import dev.paastis.emulator.clever.CleverEmulator;
import dev.paastis.emulator.clever.Scaling;
import dev.paastis.emulator.clients.VendorsClients.Said;
import dev.paastis.emulator.heroku.HerokuEmulator;
import dev.paastis.emulator.platformsh.PlatformshEmulator;
import dev.paastis.emulator.scalingo.ScalingoEmulator;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The vendors' own clients against the emulators: list, inspect, scale, stop, start and subscribe.
 * What a client refuses or misreads is a fault of the emulator.
 */
@Tag("clients")
class VendorsClientsTest {
  private static final EmulatorSettings SETTINGS =
      new EmulatorSettings(0, 9, "secret-token", InstantSource.system(), Pace.AT_ONCE);

  private static VendorsClients clients;

  @TempDir private Path home;

  @BeforeAll
  static void install() throws Exception {
    clients = VendorsClients.install();
  }

  @Test
  void heroku_lists_inspects_scales_stops_and_starts() throws Exception {
    try (HerokuEmulator heroku = HerokuEmulator.start(SETTINGS)) {
      JsonNode apps = json(heroku(heroku, "apps", "--json").text());
      assertThat(texts(apps, "name")).contains("shop", "shop-staging", "bakery").hasSize(9);
      assertThat(heroku(heroku, "apps:info", "-a", "shop-staging").text())
          .contains("heroku-postgresql:essential-0", "web: 1", "eu");
      assertThat(heroku(heroku, "ps:scale", "-a", "shop").text())
          .contains("web=2:Standard-1X worker=1:Standard-1X");

      Said stopped = heroku(heroku, "ps:scale", "web=0", "worker=0", "-a", "shop");
      assertThat(stopped.text() + stopped.err()).contains("web at 0:Standard-1X");
      assertThat(heroku.formation("shop")).isEqualTo("web=0:Standard-1X worker=0:Standard-1X");
      assertThat(heroku.dynos("shop")).isEmpty();

      assertThat(heroku(heroku, "ps:scale", "web=2:Standard-2X", "worker=1", "-a", "shop").code())
          .isZero();
      assertThat(heroku.formation("shop")).isEqualTo("web=2:Standard-2X worker=1:Standard-1X");
      assertThat(heroku(heroku, "ps", "-a", "shop").text())
          .contains("web.1: up", "web.2: up", "worker.1: up");
    }
  }

  @Test
  void heroku_subscribes_and_is_told() throws Exception {
    try (HerokuEmulator heroku = HerokuEmulator.start(SETTINGS);
        Receiver receiver = new Receiver()) {
      Said added =
          heroku(
              heroku,
              "webhooks:add",
              "-a",
              "shop",
              "-i",
              "api:formation",
              "-l",
              "sync",
              "-u",
              receiver.url());
      assertThat(added.code()).isZero();

      heroku.changeFormation("shop", "web", 0, "Standard-1X");

      Call post = receiver.take();
      assertThat(post.body()).contains("\"resource\":\"formation\"", "\"quantity\":0");
      assertThat(post.header("Heroku-Webhook-Hmac-SHA256")).isPresent();
    }
  }

  /** Time stands still, so that no call becomes free while the client starts. */
  @Test
  void heroku_understands_the_errors() throws Exception {
    InstantSource still = InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));
    EmulatorSettings settings = new EmulatorSettings(0, 9, "secret-token", still, Pace.AT_ONCE);
    try (HerokuEmulator heroku = HerokuEmulator.start(settings)) {
      Said missing = heroku(heroku, "ps", "-a", "no-such-app");
      assertThat(missing.code()).isNotZero();
      assertThat(missing.err()).contains("Couldn't find that app.", "not_found");

      heroku.leaveCalls(0);
      Said limited = heroku(heroku, "ps:scale", "web=0", "-a", "shop");
      assertThat(limited.code()).isNotZero();
      assertThat(limited.err()).contains("Your account reached the API rate limit");
      assertThat(heroku.formation("shop")).startsWith("web=2");
    }
  }

  @Test
  void clever_lists_inspects_scales_stops_and_starts_by_signed_calls() throws Exception {
    try (CleverEmulator clever = CleverEmulator.start(SETTINGS);
        Receiver receiver = new Receiver()) {
      clever.drive();
      String app = clever.id("shop-staging");
      assertThat(clever(clever, "applications", "list", "-F", "json").text())
          .contains("shop-staging", app, "shop-api");
      assertThat(status(clever, app)).isEqualTo("running");
      clever(clever, "scale", "--app", app, "--min-instances", "2", "--max-instances", "3").text();
      assertThat(clever.formation(app)).isEqualTo(new Scaling(2, 3, "XS", "XS"));
      subscribe(clever, app, receiver);

      clever(clever, "stop", "--app", app).text();
      assertThat(receiver.take().body()).contains("APPLICATION_STOP", app);
      assertThat(status(clever, app)).isEqualTo("stopped");

      String[] restart = {"restart", "--app", app, "--quiet", "--exit-on", "deploy-start"};
      assertThat(clever(clever, restart).text()).contains("Deployment started");
      assertThat(status(clever, app)).isEqualTo("running");
      assertThat(clever(clever, "activity", "--app", app, "-F", "json").text())
          .contains("\"DEPLOY\"", "\"UNDEPLOY\"", "\"OK\"");
    }
  }

  @Test
  void clever_with_a_wrong_secret_is_refused() throws Exception {
    try (CleverEmulator clever = CleverEmulator.start(SETTINGS)) {
      Map<String, String> wrong = environment(clever);
      wrong.put("CLEVER_SECRET", "wrong");

      Said said = clients.run(home, wrong, List.of("clever", "applications", "list"));

      assertThat(said.code()).isNotZero();
    }
  }

  @Test
  void scalingo_lists_inspects_stops_and_starts_and_waits_for_operations() throws Exception {
    try (ScalingoEmulator scalingo = ScalingoEmulator.start(SETTINGS).drive();
        Receiver receiver = new Receiver()) {
      JsonNode said =
          json(
              clients
                  .script(
                      home,
                      "scalingo.cjs",
                      scalingo.api().toString(),
                      scalingo.token(),
                      "shop-staging",
                      receiver.url())
                  .text());

      assertThat(said.path("apps").size()).isEqualTo(9);
      assertThat(said.path("before")).isEqualTo(json("{\"web\":1,\"worker\":1}"));
      assertThat(said.path("processes")).isEqualTo(json("[\"web-1\",\"worker-1\"]"));
      assertThat(said.path("stopped").path("status").asString()).isEqualTo("stopped");
      assertThat(said.path("stopped").path("operation").asString()).isEqualTo("done");
      assertThat(said.path("started").path("status").asString()).isEqualTo("running");
      assertThat(said.path("started").path("formation")).isEqualTo(said.path("before"));
      assertThat(said.path("missing").asInt()).isEqualTo(404);
      assertThat(scalingo.orders()).isEqualTo(2);
      assertThat(receiver.take().body()).contains("\"type\":\"scale\"", "shop-staging");
    }
  }

  @Test
  void scalingo_gets_the_plain_text_of_a_rate_limit() throws Exception {
    try (ScalingoEmulator scalingo = ScalingoEmulator.start(SETTINGS).drive()) {
      scalingo
          .faults()
          .arm("GET /v1/apps", 1, new Fault.Instead(Answer.text(429, "Retry later\n")));

      Said said =
          clients.script(
              home,
              "scalingo.cjs",
              scalingo.api().toString(),
              scalingo.token(),
              "shop-staging",
              "http://127.0.0.1:9/");

      assertThat(said.code()).isNotZero();
      assertThat(said.err()).contains("429", "Retry later");
    }
  }

  @Test
  void platformsh_lists_inspects_pauses_and_resumes_and_waits_for_activities() throws Exception {
    try (PlatformshEmulator platform = PlatformshEmulator.start(SETTINGS)) {
      platform.drive();
      JsonNode said =
          json(
              clients
                  .script(
                      home,
                      "platformsh.cjs",
                      platform.api().toString(),
                      platform.bearer(),
                      "staging")
                  .text());

      assertThat(texts(said.path("projects"))).contains("Shop", "Museum");
      assertThat(texts(said.path("environments"))).contains("main", "staging", "feat/checkout");
      assertThat(said.path("before").asString()).isEqualTo("active");
      assertThat(texts(said.path("paused"))).containsExactly("environment.pause", "success");
      assertThat(said.path("asleep").asString()).isEqualTo("paused");
      assertThat(said.path("refused").asString()).isEqualTo("refused");
      assertThat(texts(said.path("resumed"))).containsExactly("environment.resume", "success");
      assertThat(said.path("after").asString()).isEqualTo("active");
      assertThat(platform.activities(platform.environments().get(1)))
          .containsExactly("environment.resume", "environment.pause");
    }
  }

  private Said heroku(HerokuEmulator heroku, String... arguments) throws Exception {
    String api = heroku.api().toString(); // it takes 127.0.0.1 and localhost, nothing else
    return clients.run(
        home,
        VendorsClients.environment(
            "HEROKU_HOST",
            api,
            "HEROKU_PARTICLEBOARD_URL",
            api,
            "HEROKU_API_KEY",
            heroku.token(),
            "HEROKU_DISABLE_AUTOUPDATE",
            "true",
            "HEROKU_SKIP_ANALYTICS",
            "1",
            "HEROKU_SKIP_NEW_VERSION_CHECK",
            "true",
            "DISABLE_TELEMETRY",
            "true"),
        line("heroku", arguments));
  }

  private Said clever(CleverEmulator clever, String... arguments) throws Exception {
    return clients.run(home, environment(clever), line("clever", arguments));
  }

  private static Map<String, String> environment(CleverEmulator clever) {
    return VendorsClients.environment(
        "NO_UPDATE_NOTIFIER",
        "1",
        "API_HOST",
        clever.signedApi().toString(),
        "AUTH_BRIDGE_HOST",
        clever.api().toString(),
        "OAUTH_CONSUMER_KEY",
        CleverEmulator.CONSUMER_KEY,
        "OAUTH_CONSUMER_SECRET",
        CleverEmulator.CONSUMER_SECRET,
        "CLEVER_TOKEN",
        CleverEmulator.USER_TOKEN,
        "CLEVER_SECRET",
        CleverEmulator.USER_SECRET);
  }

  private String status(CleverEmulator clever, String app) throws Exception {
    return json(clever(clever, "status", "--app", app, "-F", "json").text())
        .path("status")
        .asString();
  }

  private void subscribe(CleverEmulator clever, String app, Receiver receiver) throws Exception {
    clever(
            clever,
            "webhooks",
            "add",
            "paastis",
            receiver.url(),
            "--org",
            "orga_22222222-0000-4000-8000-000000000002",
            "--service",
            app,
            "--event",
            "APPLICATION_STOP")
        .text();
  }

  private static List<String> line(String program, String... arguments) {
    List<String> line = new ArrayList<>(List.of(program));
    line.addAll(List.of(arguments));
    return line;
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static List<String> texts(JsonNode array, String field) {
    return array.valueStream().map(item -> item.path(field).asString()).toList();
  }
}

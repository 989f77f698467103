// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.clever.CleverEmulator;
import dev.paastis.emulator.heroku.HerokuEmulator;
import dev.paastis.emulator.platformsh.PlatformshEmulator;
import dev.paastis.emulator.render.RenderEmulator;
import dev.paastis.emulator.scalingo.ScalingoEmulator;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whose credentials they are and what they forbid, platform by platform. */
class AccountsTest {
  private static final String TOKEN = "tk";
  private static final String HEROKU = "application/vnd.heroku+json; version=3";

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void heroku_names_the_scopes_and_keeps_a_token_to_them() throws Exception {
    try (HerokuEmulator heroku = HerokuEmulator.start(settings())) {
      HttpResponse<String> all = send("GET", heroku.api() + "/account", TOKEN);
      assertThat(all.headers().firstValue("Oauth-Scope")).hasValue("global");

      heroku.narrow(TOKEN, "read");
      HttpResponse<String> apps = send("GET", heroku.api() + "/apps", TOKEN);
      assertThat(apps.statusCode()).isEqualTo(200);
      assertThat(apps.headers().firstValue("Oauth-Scope")).hasValue("read");
      HttpResponse<String> scale = send("PATCH", heroku.api() + "/apps/shop/formation", TOKEN);
      assertThat(scale.statusCode()).isEqualTo(403);
      assertThat(json(scale).path("id").asString()).isEqualTo("forbidden");
      assertThat(scale.headers().firstValue("Oauth-Scope-Accepted"))
          .hasValue("global write write-protected");
    }
  }

  @Test
  void heroku_lists_the_stages_of_pipelines_and_moves_a_renamed_app() throws Exception {
    try (HerokuEmulator heroku = HerokuEmulator.start(settings())) {
      JsonNode couplings = json(send("GET", heroku.api() + "/pipeline-couplings", TOKEN));
      assertThat(couplings.valueStream().map(one -> one.path("stage").asString("")))
          .containsExactlyInAnyOrder("production", "staging", "review", "review");

      String id = heroku.id("shop");
      heroku.rename("shop", "boutique");
      JsonNode app = json(send("GET", heroku.api() + "/apps/" + id, TOKEN));
      assertThat(app.path("web_url").asString()).contains("boutique-");
    }
  }

  @Test
  void scalingo_tells_collaborators_and_keeps_limited_ones_from_scaling() throws Exception {
    try (ScalingoEmulator scalingo = ScalingoEmulator.start(settings())) {
      String bearer = bearer(scalingo.api());
      scalingo.share("shop-staging", true);

      String app = scalingo.api() + "/v1/apps/shop-staging";
      JsonNode ours =
          json(send("GET", app + "/collaborators", bearer)).path("collaborators").path(0);
      assertThat(ours.path("username").asString()).isEqualTo("ops");
      assertThat(ours.path("is_limited").asBoolean()).isTrue();
      assertThat(json(send("GET", app, bearer)).path("app").path("owner").path("username"))
          .hasToString("\"partner\"");
    }
  }

  @Test
  void clever_cloud_tells_members_with_their_roles_which_hold() throws Exception {
    try (CleverEmulator clever = CleverEmulator.start(settings())) {
      clever.role("shop", "READ_ONLY");
      JsonNode self = json(send("GET", clever.api() + "/v2/self", TOKEN));
      JsonNode owners = json(send("GET", clever.api() + "/v2/summary", TOKEN));
      String owner =
          clever.api()
              + "/v2/organisations/"
              + owners.path("organisations").path(0).path("id").asString();

      assertThat(json(send("GET", owner + "/members", TOKEN)).valueStream())
          .anyMatch(one ->
              one.path("member").path("id").equals(self.path("id"))
                  && one.path("role").asString().equals("READ_ONLY"));
      String stop = owner + "/applications/" + clever.id("shop") + "/instances";
      assertThat(send("DELETE", stop, TOKEN).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void render_tells_user_members_and_previews() throws Exception {
    try (RenderEmulator render = RenderEmulator.start(settings())) {
      render.role(RenderEmulator.OWNER, "VIEWER");
      JsonNode user = json(send("GET", render.api() + "/users", TOKEN));
      String members = render.api() + "/owners/" + RenderEmulator.OWNER + "/members";

      assertThat(json(send("GET", members, TOKEN)).valueStream())
          .anyMatch(one ->
              one.path("email").equals(user.path("email"))
                  && one.path("role").asString().equals("VIEWER"));
    }
  }

  @Test
  void platform_sh_offers_to_pause_production_where_allowed() throws Exception {
    try (PlatformshEmulator platform = PlatformshEmulator.start(settings())) {
      String main =
          platform.environments().stream().filter(r -> r.endsWith(":main")).findFirst().get();
      String path =
          platform.api()
              + "/projects/"
              + main.substring(0, main.indexOf(':'))
              + "/environments/main";
      String bearer = platform.bearer();
      assertThat(json(send("GET", path, bearer)).path("_links").has("#pause")).isFalse();

      platform.allowProduction(main);
      assertThat(json(send("GET", path, bearer)).path("_links").has("#pause")).isTrue();
      assertThat(json(send("GET", platform.api() + "/users/me", bearer)).path("email").asString())
          .isEqualTo("ops@example.org");
    }
  }

  @Test
  void router_takes_a_host_below_localhost_for_the_vendors() throws IOException {
    try (ScalingoEmulator scalingo = ScalingoEmulator.start(settings())) {
      String host = "shop-production.osc-fr1.scalingo.io.localhost:" + scalingo.router().getPort();

      assertThat(visit(scalingo.router(), host)).startsWith("HTTP/1.1 200");
      assertThat(visit(scalingo.router(), "nobody.localhost")).startsWith("HTTP/1.1 404");
    }
  }

  private static EmulatorSettings settings() {
    return new EmulatorSettings(0, 8, TOKEN, InstantSource.system(), Pace.AT_ONCE);
  }

  private String bearer(URI api) throws IOException, InterruptedException {
    String basic =
        Base64.getEncoder().encodeToString((":" + TOKEN).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + "/v1/tokens/exchange"))
            .header("Authorization", "Basic " + basic)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return json(client.send(request, HttpResponse.BodyHandlers.ofString()))
        .path("token")
        .asString();
  }

  private HttpResponse<String> send(String method, String url, String bearer)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Accept", HEROKU)
            .header("Authorization", "Bearer " + bearer)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  /** By hand: the JDK's client sets the host itself. */
  private static String visit(URI router, String host) throws IOException {
    try (Socket socket = new Socket(router.getHost(), router.getPort())) {
      socket.setSoTimeout(30_000);
      String head = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

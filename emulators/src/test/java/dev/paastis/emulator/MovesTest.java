// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.clever.CleverEmulator;
import dev.paastis.emulator.heroku.HerokuEmulator;
import dev.paastis.emulator.platformsh.PlatformshEmulator;
import dev.paastis.emulator.render.RenderEmulator;
import dev.paastis.emulator.scalingo.ScalingoEmulator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What each platform tells of an app that was renamed, and of one that was given away. */
class MovesTest {
  private static final String TOKEN = "tk";

  @Test
  void heroku_moves_a_renamed_app_with_its_add_ons_and_forbids_one_given_away() {
    try (HerokuEmulator heroku = HerokuEmulator.byHand(settings());
        Caller caller =
            new Caller(
                heroku.api(),
                "Authorization",
                "Bearer " + TOKEN,
                "Accept",
                "application/vnd.heroku+json; version=3")) {
      String id = heroku.id("shop");
      heroku.rename(id, "boutique");

      assertThat(heroku.host(id)).hasValueSatisfying(host -> assertThat(host).contains("boutique"));
      assertThat(caller.json("GET", "/apps/boutique/addons", "")).hasSize(1);
      assertThat(caller.send("GET", "/apps/shop", "").statusCode()).isEqualTo(404);

      int before = caller.json("GET", "/apps", "").size();
      heroku.giveAway(id);
      assertThat(caller.send("GET", "/apps/" + id, "").statusCode()).isEqualTo(403);
      assertThat(caller.send("PATCH", "/apps/boutique/formation", "{}").body())
          .contains("forbidden", "do not have access");
      assertThat(caller.json("GET", "/apps", "")).hasSize(before - 1);
      assertThat(heroku.dynos(id)).contains("up");
    }
  }

  @Test
  void scalingo_moves_a_renamed_app_and_hides_one_given_away() {
    try (ScalingoEmulator scalingo = ScalingoEmulator.start(settings());
        Caller exchange =
            new Caller(scalingo.api(), "Authorization", "Basic " + encoded(":" + TOKEN));
        Caller caller =
            new Caller(
                scalingo.api(),
                "Authorization",
                "Bearer "
                    + exchange.json("POST", "/v1/tokens/exchange", "").path("token").asString())) {
      scalingo.rename("shop-staging", "boutique");
      assertThat(scalingo.host("boutique")).isEqualTo("boutique.osc-fr1.scalingo.io");
      assertThat(caller.send("GET", "/v1/apps/boutique", "").statusCode()).isEqualTo(200);

      int before = caller.json("GET", "/v1/apps", "").path("apps").size();
      scalingo.giveAway("boutique");
      assertThat(caller.send("GET", "/v1/apps/boutique/containers", "").statusCode())
          .isEqualTo(404);
      assertThat(caller.json("GET", "/v1/apps", "").path("apps")).hasSize(before - 1);
    }
  }

  @Test
  void clever_cloud_renames_in_place_and_hides_an_app_given_away() {
    try (CleverEmulator clever = CleverEmulator.start(settings());
        Caller caller = new Caller(clever.api(), "Authorization", "Bearer " + TOKEN)) {
      String id = clever.id("shop");
      clever.rename(id, "boutique");
      assertThat(caller.json("GET", "/v2/summary", "").toString())
          .contains("\"name\":\"boutique\"")
          .contains(id);

      clever.giveAway(id);
      assertThat(caller.json("GET", "/v2/summary", "").toString()).doesNotContain(id);
    }
  }

  @Test
  void render_renames_in_place_and_hides_a_service_given_away() {
    try (RenderEmulator render = RenderEmulator.startStill(settings());
        Caller caller = new Caller(render.api(), "Authorization", "Bearer " + TOKEN)) {
      String id = render.idOf("shop");
      String host = render.hostOf("shop");
      render.rename(id, "boutique");
      assertThat(render.hostOf("boutique")).isEqualTo(host);
      assertThat(caller.json("GET", "/services/" + id, "").path("name").asString())
          .isEqualTo("boutique");

      render.giveAway(id);
      assertThat(caller.send("POST", "/services/" + id + "/suspend", "").statusCode())
          .isEqualTo(404);
      assertThat(caller.json("GET", "/services", "").toString()).doesNotContain(id);
    }
  }

  @Test
  void platform_sh_keeps_the_hosts_of_a_renamed_project_and_forbids_one_given_away() {
    try (PlatformshEmulator platformsh = PlatformshEmulator.start(settings());
        Caller caller =
            new Caller(platformsh.api(), "Authorization", "Bearer " + platformsh.bearer())) {
      String ref = platformsh.environments().getFirst();
      String project = ref.substring(0, ref.indexOf(':'));
      String host = platformsh.host(ref);
      platformsh.retitle(ref, "Boutique");
      assertThat(caller.json("GET", "/projects/" + project, "").path("title").asString())
          .isEqualTo("Boutique");
      assertThat(platformsh.host(ref)).isEqualTo(host);

      platformsh.giveAway(ref);
      assertThat(caller.send("GET", "/projects/" + project + "/environments", "").statusCode())
          .isEqualTo(403);
      assertThat(caller.json("GET", "/ref/projects?in=" + project, "").path(project).isNull())
          .isTrue();
      String all = "/organizations/" + platformsh.organization() + "/projects";
      assertThat(caller.json("GET", all, "").toString()).doesNotContain(project);
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static EmulatorSettings settings() {
    return new EmulatorSettings(0, 12, TOKEN, new ManualClock(), Pace.AT_ONCE);
  }
}

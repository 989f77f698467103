// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Call;
import dev.paastis.emulator.Caller;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.ManualClock;
import dev.paastis.emulator.Receiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RenderWebhooksTest {
  private final ManualClock clock = new ManualClock();
  private final RenderEmulator render =
      RenderEmulator.startStill(new EmulatorSettings(0, 6, "t", clock, Pace.AT_ONCE));
  private final Caller caller = new Caller(render.api(), "Authorization", "Bearer t");
  private final Receiver receiver = new Receiver();

  @AfterEach
  void close() {
    caller.close();
    render.close();
    receiver.close();
  }

  @Test
  void suspension_is_posted_and_signed_as_standard_webhooks() throws Exception {
    JsonNode hook = subscribe("[\"service_suspended\"]");

    caller.json("POST", "/services/" + render.idOf("shop-staging") + "/suspend", "");

    Call post = receiver.take();
    JsonNode body = post.json().orElseThrow();
    assertThat(body.path("type").asString()).isEqualTo("service_suspended");
    assertThat(body.path("data").path("serviceName").asString()).isEqualTo("shop-staging");
    assertThat(post.header("webhook-id")).contains(body.path("data").path("id").asString());
    assertThat(post.header("webhook-signature"))
        .contains(signature(hook.path("secret").asString(), post));
  }

  @Test
  void resume_tells_of_the_deploy_and_of_its_end() throws Exception {
    subscribe("[\"deploy_started\",\"deploy_ended\"]");

    render.resume("shop-pr57");

    assertThat(receiver.take().body() + receiver.take().body())
        .contains("deploy_started")
        .contains("deploy_ended")
        .contains("\"status\":\"succeeded\"");
  }

  @Test
  void eighth_failure_is_the_last_and_disables_the_webhook() throws Exception {
    JsonNode hook = subscribe("[\"service_resumed\"]");
    receiver.answer(500, 500, 500, 500, 500, 500, 500, 500);
    String path = "/webhooks/" + hook.path("id").asString();

    render.resume("shop-pr57");
    for (int attempt = 1; attempt <= 8; attempt++) {
      assertThat(receiver.takeWhile(this::hoursLater).body()).contains("service_resumed");
    }

    for (int i = 0; i < 100 && caller.json("GET", path, "").path("enabled").asBoolean(); i++) {
      hoursLater();
    }
    assertThat(caller.json("GET", path, "").path("enabled").asBoolean(true)).isFalse();
    assertThat(caller.json("GET", path + "/events", "").size()).isEqualTo(8);
    assertThat(receiver.left()).isZero();
  }

  private void hoursLater() {
    clock.advance(Duration.ofHours(16));
    render.runDue();
  }

  private JsonNode subscribe(String filter) {
    return caller.json(
        "POST",
        "/webhooks",
        "{\"ownerId\":\"%s\",\"name\":\"paastis\",\"url\":\"%s\",\"enabled\":true,\"eventFilter\":%s}"
            .formatted(RenderEmulator.OWNER, receiver.url(), filter));
  }

  private static String signature(String secret, Call post) throws Exception {
    byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed =
        "%s.%s.%s"
            .formatted(
                post.header("webhook-id").orElse(""),
                post.header("webhook-timestamp").orElse(""),
                post.body());
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}

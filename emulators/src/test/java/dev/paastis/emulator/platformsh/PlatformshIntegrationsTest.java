// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

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

class PlatformshIntegrationsTest {
  private static final Duration STEP = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock();
  private final PlatformshEmulator platform =
      PlatformshEmulator.start(new EmulatorSettings(0, 4, "t", clock, new Pace(STEP, STEP, STEP)));
  private final Caller caller =
      new Caller(platform.api(), "Authorization", "Bearer " + platform.bearer());
  private final Receiver receiver = new Receiver();
  private final String project = platform.environments().getFirst().replaceFirst(":.*", "");

  @AfterEach
  void close() {
    caller.close();
    platform.close();
    receiver.close();
  }

  @Test
  void completed_pause_is_posted_as_the_activity_with_a_detached_signature() throws Exception {
    subscribe("[\"environment.pause\"]", "[\"complete\"]");

    caller.json("POST", "/projects/" + project + "/environments/staging/pause", "");
    clock.advance(STEP);
    platform.runDue();

    Call post = receiver.take();
    JsonNode activity = post.json().orElseThrow();
    assertThat(activity.path("type").asString()).isEqualTo("environment.pause");
    assertThat(activity.path("state").asString()).isEqualTo("complete");
    assertThat(activity.path("result").asString()).isEqualTo("success");
    assertThat(activity.path("environments").path(0).asString()).isEqualTo("staging");
    assertSigned(post, "s3cr3t");
  }

  @Test
  void each_state_that_was_asked_for_is_posted() throws Exception {
    subscribe("[\"*\"]", "[\"in_progress\",\"complete\"]");

    platform.push(project + ":staging");
    assertThat(receiver.take().body()).contains("environment.push", "in_progress");
    clock.advance(STEP);
    platform.runDue();

    assertThat(receiver.take().body()).contains("environment.push", "complete");
  }

  @Test
  void deleted_integration_is_gone_and_another_type_is_refused() {
    String id = subscribe("[\"*\"]", "[\"complete\"]");
    String all = "/projects/" + project + "/integrations";

    caller.json("DELETE", all + "/" + id, "");

    assertThat(caller.json("GET", all, "")).isEmpty();
    assertThat(caller.send("POST", all, "{\"type\":\"github\"}").statusCode()).isEqualTo(400);
  }

  private String subscribe(String events, String states) {
    return caller
        .json(
            "POST",
            "/projects/" + project + "/integrations",
            """
            {"type":"webhook","url":"%s","shared_key":"s3cr3t","events":%s,"environments":["*"],
             "states":%s}
            """
                .formatted(receiver.url(), events, states))
        .path("_embedded")
        .path("entity")
        .path("id")
        .asString();
  }

  private static void assertSigned(Call post, String key) throws Exception {
    String[] parts = post.header("X-JWS-Signature").orElse("").split("\\.", -1);
    assertThat(parts).hasSize(3);
    assertThat(parts[1]).isEmpty();
    String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
    assertThat(header).contains("\"alg\":\"HS256\"").contains("\"b64\":false");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signed = (parts[0] + "." + post.body()).getBytes(StandardCharsets.UTF_8);
    assertThat(Base64.getUrlDecoder().decode(parts[2])).isEqualTo(mac.doFinal(signed));
  }
}

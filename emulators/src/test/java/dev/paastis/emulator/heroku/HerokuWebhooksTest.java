// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Call;
import dev.paastis.emulator.Caller;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.ManualClock;
import dev.paastis.emulator.Receiver;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HerokuWebhooksTest {
  private final ManualClock clock = new ManualClock();
  private final HerokuEmulator heroku =
      HerokuEmulator.byHand(new EmulatorSettings(0, 3, "t", clock, Pace.AT_ONCE));
  private final Caller caller =
      new Caller(
          heroku.api(),
          "Authorization",
          "Bearer t",
          "Accept",
          "application/vnd.heroku+json; version=3.webhooks");
  private final Receiver receiver = new Receiver();

  @AfterEach
  void close() {
    caller.close();
    heroku.close();
    receiver.close();
  }

  @Test
  void change_of_the_formation_is_posted_with_the_hash_of_the_secret() throws Exception {
    subscribe(
        "[\"api:formation\"]", "sync", ",\"secret\":\"s3cr3t\",\"authorization\":\"Bearer a\"");

    heroku.changeFormation("shop", "web", 0, "Standard-1X");

    Call post = receiver.take();
    assertThat(post.header("Heroku-Webhook-Hmac-SHA256")).contains(hash("s3cr3t", post.body()));
    assertThat(post.header("Authorization")).contains("Bearer a");
    JsonNode body = post.json().orElseThrow();
    assertThat(body.path("resource").asString()).isEqualTo("formation");
    assertThat(body.path("data").path("quantity").asInt(-1)).isZero();
    assertThat(body.path("previous_data").path("quantity").asInt()).isEqualTo(2);
    assertThat(body.path("webhook_metadata").path("event").path("include").asString())
        .isEqualTo("api:formation");
  }

  @Test
  void dynos_tell_of_their_life() throws Exception {
    subscribe("[\"api:dyno\"]", "notify", "");

    heroku.changeFormation("shop", "worker", 2, "Standard-1X");

    assertThat(receiver.take().body() + receiver.take().body()) // in any order
        .contains("\"action\":\"create\"")
        .contains("\"state\":\"up\"");
  }

  @Test
  void sync_is_repeated_until_taken_and_notify_is_not() throws Exception {
    subscribe("[\"api:app\"]", "sync", "");
    receiver.answer(500, 503);
    heroku.maintain("shop", true);

    String first = receiver.take().body();
    String second = receiver.takeWhile(this::aMinuteLater).body();
    String third = receiver.takeWhile(this::aMinuteLater).body();

    assertThat(second).isEqualTo(first);
    assertThat(third).isEqualTo(first);
    assertThat(awaitStatus("succeeded")).isTrue();
  }

  @Test
  void notify_is_attempted_once() throws Exception {
    subscribe("[\"api:app\"]", "notify", "");
    receiver.answer(500);
    heroku.maintain("shop", true);
    assertThat(receiver.take().body()).contains("\"maintenance\":true");

    assertThat(awaitStatus("failed")).isTrue();
    clock.advance(Duration.ofHours(80));
    heroku.runDue();
    heroku.maintain("shop", false);

    assertThat(receiver.take().body()).contains("\"maintenance\":false");
  }

  @Test
  void secret_is_made_when_none_was_given_and_deleted_hooks_are_silent() throws Exception {
    HttpResponse<String> made = subscribe("[\"api:app\"]", "notify", "");
    assertThat(made.headers().firstValue("Heroku-Webhook-Secret")).isPresent();
    assertThat(made.body()).doesNotContain("secret");
    String id = caller.json("GET", "/apps/shop/webhooks", "").path(0).path("id").asString();

    caller.json("DELETE", "/apps/shop/webhooks/" + id, "");
    heroku.maintain("shop", true);

    assertThat(caller.json("GET", "/apps/shop/webhook-deliveries", "")).isEmpty();
  }

  @Test
  void changed_webhook_is_told_of_what_it_now_includes() throws Exception {
    subscribe("[\"api:app\"]", "notify", "");
    String id = caller.json("GET", "/apps/shop/webhooks", "").path(0).path("id").asString();

    caller.json("PATCH", "/apps/shop/webhooks/" + id, "{\"include\":[\"api:formation\"]}");
    heroku.maintain("shop", true);
    heroku.changeFormation("shop", "web", 1, "Standard-1X");

    assertThat(receiver.take().body()).contains("\"resource\":\"formation\"");
  }

  @Test
  void wrong_level_is_refused() {
    assertThat(
            caller
                .send(
                    "POST",
                    "/apps/shop/webhooks",
                    "{\"include\":[\"api:app\"],\"level\":\"often\",\"url\":\"http://127.0.0.1/\"}")
                .statusCode())
        .isEqualTo(422);
  }

  private void aMinuteLater() {
    clock.advance(Duration.ofMinutes(1));
    heroku.runDue();
  }

  /** What came of an attempt is kept once its answer is there, a moment after the subscriber's. */
  private boolean awaitStatus(String wanted) {
    for (int i = 0; i < 500; i++) {
      JsonNode last = caller.json("GET", "/apps/shop/webhook-deliveries", "").path(0);
      if (last.path("status").asString().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private HttpResponse<String> subscribe(String include, String level, String more) {
    HttpResponse<String> made =
        caller.send(
            "POST",
            "/apps/shop/webhooks",
            "{\"include\":%s,\"level\":\"%s\",\"url\":\"%s\"%s}"
                .formatted(include, level, receiver.url(), more));
    assertThat(made.statusCode()).isEqualTo(201);
    return made;
  }

  private static String hash(String secret, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Caller;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.ManualClock;
import dev.paastis.emulator.Receiver;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ScalingoNotifiersTest {
  private final ScalingoEmulator scalingo =
      ScalingoEmulator.start(new EmulatorSettings(0, 3, "t", new ManualClock(), Pace.AT_ONCE));
  private final Caller stranger = new Caller(scalingo.api());
  private final Caller caller = new Caller(scalingo.api(), "Authorization", "Bearer " + bearer());
  private final Receiver receiver = new Receiver();

  @AfterEach
  void close() {
    stranger.close();
    caller.close();
    scalingo.close();
    receiver.close();
  }

  @Test
  void platforms_and_event_types_are_public() {
    JsonNode platforms = stranger.json("GET", "/v1/notification_platforms/search?name=webhook", "");
    JsonNode types = stranger.json("GET", "/v1/event_types", "");

    assertThat(platforms.path("notification_platforms").path(0).path("name").asString())
        .isEqualTo("webhook");
    assertThat(types.path("event_types").toString()).contains("app_scaled", "app_crashed");
  }

  @Test
  void chosen_event_is_posted_with_the_formation_before_and_after() throws Exception {
    subscribe("false", "[\"et-app_scaled\"]");

    scalingo.changeFormation("shop-staging", Map.of("web", 0, "worker", 0));

    JsonNode event = receiver.take().json().orElseThrow();
    assertThat(event.path("type").asString()).isEqualTo("scale");
    assertThat(event.path("app_name").asString()).isEqualTo("shop-staging");
    assertThat(event.path("type_data").path("previous_containers").path("web").asInt()).isOne();
    assertThat(event.path("type_data").path("containers").path("web").asInt(-1)).isZero();
  }

  @Test
  void event_that_was_not_chosen_is_not_posted() throws Exception {
    subscribe("false", "[\"et-app_deleted\"]");

    scalingo.restart("shop-staging");
    scalingo.deleteApp("shop-staging");

    assertThat(receiver.take().body()).contains("delete_app");
  }

  @Test
  void failed_post_is_not_repeated_and_a_test_can_be_asked_for() throws Exception {
    String id = subscribe("true", "[]");
    receiver.answer(500);
    scalingo.restart("shop-staging");
    assertThat(receiver.take().body()).contains("\"type\":\"restart\"");

    caller.json("POST", "/v1/apps/shop-staging/notifiers/" + id + "/test", "");

    assertThat(receiver.take().body()).contains("\"type\":\"test\"");
  }

  private String subscribe(String all, String events) {
    JsonNode made =
        caller.json(
            "POST",
            "/v1/apps/shop-staging/notifiers",
            """
            {"notifier":{"platform_id":"np-webhook","name":"paastis","active":true,
             "send_all_events":%s,"selected_event_ids":%s,"type_data":{"webhook_url":"%s"}}}
            """
                .formatted(all, events, receiver.url()));
    return made.path("notifier").path("id").asString();
  }

  private String bearer() {
    String basic = Base64.getEncoder().encodeToString(":t".getBytes(StandardCharsets.UTF_8));
    try (Caller exchange = new Caller(scalingo.api(), "Authorization", "Basic " + basic)) {
      return exchange.json("POST", "/v1/tokens/exchange", "{}").path("token").asString();
    }
  }
}

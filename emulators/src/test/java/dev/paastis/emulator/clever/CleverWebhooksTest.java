// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Caller;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.ManualClock;
import dev.paastis.emulator.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CleverWebhooksTest {
  private final CleverEmulator clever =
      CleverEmulator.start(new EmulatorSettings(0, 4, "t", new ManualClock(), Pace.AT_ONCE));
  private final Caller caller = new Caller(clever.api(), "Authorization", "Bearer t");
  private final Receiver receiver = new Receiver();

  @AfterEach
  void close() {
    caller.close();
    clever.close();
    receiver.close();
  }

  @Test
  void stop_of_an_app_in_the_scope_is_posted() throws Exception {
    subscribe(Fleet.AGENCY, "[\"" + clever.id("shop") + "\"]", "[\"APPLICATION_STOP\"]");

    clever.undeploy("shop-staging");
    clever.undeploy("shop");

    JsonNode event = receiver.take().json().orElseThrow();
    assertThat(event.path("event").asString()).isEqualTo("APPLICATION_STOP");
    assertThat(event.path("data").path("appId").asString()).isEqualTo(clever.id("shop"));
    assertThat(event.path("data").path("ownerId").asString()).isEqualTo(Fleet.AGENCY);
  }

  @Test
  void group_of_events_means_each_of_them() throws Exception {
    subscribe(Fleet.AGENCY, "[]", "[\"META_DEPLOYMENT_RESULT\"]");
    clever.failBoots("shop-staging");

    clever.deploy("shop");
    assertThat(receiver.take().body()).contains("DEPLOYMENT_SUCCESS");
    clever.deploy("shop-staging");
    assertThat(receiver.take().body()).contains("DEPLOYMENT_FAIL");
  }

  @Test
  void webhook_of_another_owner_is_refused_and_a_deleted_one_is_gone() {
    assertThat(caller.send("POST", "/v2/notifications/webhooks/orga_nobody", "{}").statusCode())
        .isEqualTo(403);
    String id = subscribe(Fleet.LABS, "[]", "[]");

    caller.json("DELETE", "/v2/notifications/webhooks/" + Fleet.LABS + "/" + id, "");

    assertThat(caller.json("GET", "/v2/notifications/webhooks/" + Fleet.LABS, "")).isEmpty();
  }

  private String subscribe(String owner, String scope, String events) {
    return caller
        .json(
            "POST",
            "/v2/notifications/webhooks/" + owner,
            """
            {"name":"paastis","urls":[{"format":"raw","url":"%s"}],"scope":%s,"events":%s}
            """
                .formatted(receiver.url(), scope, events))
        .path("id")
        .asString();
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Caller;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DataStoresTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void database_costs_while_services_are_suspended_until_it_is_suspended_itself() {
    try (RenderEmulator render =
            RenderEmulator.startStill(new EmulatorSettings(0, 12, "t", clock, Pace.AT_ONCE));
        Caller caller = new Caller(render.api(), "Authorization", "Bearer t")) {
      JsonNode list = caller.json("GET", "/postgres?limit=1", "");
      assertThat(list.size()).isEqualTo(1);
      assertThat(list.path(0).path("postgres").path("name").asString()).isEqualTo("shop-db");
      String id = list.path(0).path("postgres").path("id").asString();
      render.suspend("shop", "user");

      clock.advance(Duration.ofDays(30));
      caller.json("POST", "/postgres/" + id + "/suspend", "");
      clock.advance(Duration.ofDays(30));

      assertThat(render.bill().of("shop-db").doubleValue()).isBetween(18.99, 19.01);
      assertThat(caller.json("GET", "/postgres/" + id, "").path("suspended").asString())
          .isEqualTo("suspended");
      caller.json("POST", "/postgres/" + id + "/resume", "");
      assertThat(caller.json("GET", "/postgres/" + id, "").path("status").asString())
          .isEqualTo("available");
      assertThat(caller.json("GET", "/key-value", "").toString()).contains("shop-cache");
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Caller;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AddOnsTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void add_on_is_listed_and_costs_while_its_app_sleeps() {
    try (HerokuEmulator heroku =
            HerokuEmulator.byHand(new EmulatorSettings(0, 3, "t", clock, Pace.AT_ONCE));
        Caller caller =
            new Caller(
                heroku.api(),
                "Authorization",
                "Bearer t",
                "Accept",
                "application/vnd.heroku+json; version=3")) {
      heroku.changeFormation("shop-staging", "web", 0, "Basic");

      JsonNode addOn = caller.json("GET", "/apps/shop-staging/addons", "").path(0);
      assertThat(addOn.path("plan").path("name").asString())
          .isEqualTo("heroku-postgresql:essential-0");
      assertThat(addOn.path("state").asString()).isEqualTo("provisioned");
      clock.advance(Duration.ofDays(30));
      assertThat(heroku.bill().of("shop-staging add-ons").doubleValue()).isBetween(4.99, 5.01);
      assertThat(heroku.bill().of("shop-staging")).isEqualByComparingTo("0");
      assertThat(caller.json("GET", "/addons", "").size()).isEqualTo(2); // none for the Eco app
    }
  }
}

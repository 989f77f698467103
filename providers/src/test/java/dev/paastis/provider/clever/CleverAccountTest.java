// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import static dev.paastis.provider.clever.CleverFixture.RUNNING;
import static dev.paastis.provider.clever.CleverFixture.STOPPED;
import static dev.paastis.provider.clever.CleverFixture.done;
import static dev.paastis.provider.clever.CleverFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.emulator.clever.Scaling;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import dev.paastis.provider.Secret;
import dev.paastis.provider.clever.CleverSettings.Credentials;
import dev.paastis.rest.SharedRouter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an account may do, what it sees, and what others do to its apps meanwhile. */
class CleverAccountTest {
  private final CleverFixture clever = new CleverFixture();

  @AfterEach
  void close() {
    clever.close();
  }

  @Test
  void rights_name_the_user_and_count_the_apps_without_changing_anything() {
    Rights rights = done(clever.provider.rights(clever.call()));

    assertThat(rights).isEqualTo(new Rights("ops@example.org", 40, List.of()));
    assertThat(clever.calls("(POST|PUT|DELETE) .+")).isZero();
  }

  @Test
  void role_that_only_looks_is_told_for_its_organisation_and_may_indeed_not_stop() {
    clever.emulator.role(RUNNING, "READ_ONLY");

    assertThat(done(clever.provider.rights(clever.call())).missing())
        .singleElement()
        .asString()
        .contains("'Agency'", "can list but not start or stop", "READ_ONLY");
    assertThat(refusal(clever.stop(RUNNING)).kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
  }

  @Test
  void members_that_may_not_be_seen_say_nothing() {
    Answer no = Answer.json(403, Map.of("message", "no"));
    clever.emulator.role(RUNNING, "ACCOUNTING");
    clever.emulator.faults().arm("GET .+/members", 2, new Fault.Instead(no));

    assertThat(done(clever.provider.rights(clever.call())).missing()).isEmpty();
  }

  @Test
  void organisation_that_the_credentials_do_not_see_is_missed() {
    try (CleverProvider typo = clever.providerOf(List.of("orga_typo"))) {
      assertThat(done(typo.rights(clever.call())))
          .isEqualTo(
              new Rights(
                  "ops@example.org",
                  0,
                  List.of("these credentials do not see 'orga_typo'; correct or remove it")));
    }
  }

  @Test
  void account_of_one_zone_sees_the_apps_of_that_zone() {
    try (CleverProvider paris = inZone("par");
        CleverProvider montreal = inZone("mtl")) {
      assertThat(done(paris.discover(clever.call()))).hasSize(40);
      assertThat(done(montreal.discover(clever.call()))).isEmpty();
    }
  }

  @Test
  void names_tell_nothing_of_purpose() {
    assertThat(done(clever.provider.discover(clever.call())))
        .allMatch(app -> app.traits().isEmpty());
  }

  @Test
  void app_transferred_while_asleep_is_found_at_its_new_owner_and_wakes() {
    Formation before = clever.formation(RUNNING);
    done(clever.stop(RUNNING));
    clever.emulator.transfer(RUNNING, "shop-api");

    done(clever.start(RUNNING, before));
    clever.pass(Duration.ofMinutes(1));
    assertThat(clever.formation(RUNNING)).isEqualTo(before);
  }

  @Test
  void bounds_changed_by_somebody_else_while_asleep_are_seen_and_give_way_at_the_wake() {
    Formation before = clever.formation(STOPPED);
    clever.emulator.changeFormation(STOPPED, new Scaling(3, 5, "L", "XL"));
    assertThat(clever.formation(STOPPED)).isNotEqualTo(before);

    done(clever.start(STOPPED, before));
    clever.pass(Duration.ofMinutes(1));
    assertThat(done(clever.status(STOPPED)))
        .isInstanceOfSatisfying(
            AppStatus.Running.class, running -> assertThat(running.formation()).isEqualTo(before));
  }

  private CleverProvider inZone(String zone) {
    return new CleverProvider(
        new CleverSettings(
            clever.emulator.api(),
            new Credentials.ApiToken(new Secret(CleverFixture.TOKEN)),
            List.of(),
            zone,
            Duration.ofSeconds(2),
            SharedRouter.OF_VENDOR),
        ApiBudget.UNLIMITED,
        clever.time,
        clever.time);
  }
}

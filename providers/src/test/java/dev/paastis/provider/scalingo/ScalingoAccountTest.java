// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.DiscoveredApp.Trait;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an account may do, what its apps are for, and what others do to them meanwhile. */
class ScalingoAccountTest extends ScalingoFixture {
  private static final String STAGING = "shop-staging";

  @Test
  void rights_name_the_user_and_count_the_apps_without_changing_anything() {
    Rights rights = done(provider.rights(soon()));

    assertThat(rights.owner()).isEqualTo("ops <ops@example.org>");
    assertThat(rights.apps()).isEqualTo(done(provider.discover(soon())).size());
    assertThat(rights.missing()).isEmpty();
    assertThat(emulator.orders()).isZero();
  }

  @Test
  void limited_collaborator_is_told_what_is_missing_and_may_indeed_not_scale() {
    emulator.share(STAGING, false);
    assertThat(done(provider.rights(soon())).missing()).isEmpty();

    emulator.share(STAGING, true);
    assertThat(done(provider.rights(soon())).missing())
        .singleElement()
        .asString()
        .contains("can list but not scale '" + STAGING + "'", "limited collaborator");
    Refusal refusal = refused(provider.stop(STAGING, soon()));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(refusal.message()).contains("limited collaborators");
  }

  @Test
  void collaborators_that_may_not_be_seen_say_nothing() {
    emulator.share(STAGING, true);
    Answer no = Answer.json(403, Map.of("error", "forbidden"));
    emulator.faults().arm("GET .+/collaborators", 1, new Fault.Instead(no));

    assertThat(done(provider.rights(soon())).missing()).isEmpty();
  }

  @Test
  void rights_that_make_no_sense_are_unknown() {
    emulator.faults().arm("GET /v1/users/self", 1, new Fault.Instead(Answer.json(200, List.of())));

    assertThat(provider.rights(soon())).isInstanceOf(CallOutcome.Unknown.class);
  }

  @Test
  void review_apps_are_recognised_by_the_platforms_own_names() {
    List<DiscoveredApp> apps = done(provider.discover(soon()));

    assertThat(apps)
        .filteredOn(app -> app.traits().contains(Trait.REVIEW_APP))
        .isNotEmpty()
        .allMatch(app -> app.name().matches(".+-pr42"));
    assertThat(apps).noneMatch(app -> app.traits().contains(Trait.PRODUCTION));
  }

  @Test
  void app_that_boots_by_a_deployment_is_starting() {
    String booting = "{\"app\": {\"id\": \"a\", \"name\": \"shop\", \"status\": \"booting\"}}";
    emulator.faults().arm("GET /v1/apps/a", 1, new Fault.Instead(json(booting)));
    emulator.faults().arm("GET .+/containers", 1, new Fault.Instead(json("{\"containers\": []}")));
    emulator
        .faults()
        .arm("GET .+/autoscalers", 1, new Fault.Instead(json("{\"autoscalers\": null}")));
    emulator
        .faults()
        .arm("GET .+/autoscalers", 1, new Fault.Instead(json("{\"autoscalers\": []}")));

    assertThat(provider.status("a", soon())).isInstanceOf(CallOutcome.Unknown.class);
    emulator.faults().arm("GET /v1/apps/a", 1, new Fault.Instead(json(booting)));
    emulator.faults().arm("GET .+/containers", 1, new Fault.Instead(json("{\"containers\": []}")));
    assertThat(status("a")).isEqualTo(new AppStatus.Starting(upstream("shop"), Formation.EMPTY));
  }

  @Test
  void app_renamed_while_asleep_wakes_under_its_new_host() {
    String ref = refOf(STAGING);
    Formation before = formation(ref);
    done(provider.stop(ref, soon()));
    emulator.rename(STAGING, "shop-preview");

    assertThat(done(wake(ref, before)).upstream()).isEqualTo(upstream("shop-preview"));
    assertThat(status(ref)).isEqualTo(new AppStatus.Running(upstream("shop-preview"), before));
  }

  @Test
  void app_transferred_while_asleep_wakes_for_as_long_as_it_is_shared() {
    String ref = refOf(STAGING);
    Formation before = formation(ref);
    done(provider.stop(ref, soon()));
    emulator.share(STAGING, true);
    assertThat(refused(wake(ref, before)).kind()).isEqualTo(Refusal.Kind.FORBIDDEN);

    emulator.share(STAGING, false);
    done(wake(ref, before));
    assertThat(formation(ref)).isEqualTo(before);
  }

  @Test
  void formation_changed_by_somebody_else_while_asleep_is_seen_and_gives_way_at_the_wake() {
    String ref = refOf(STAGING);
    Formation before = formation(ref);
    done(provider.stop(ref, soon()));
    emulator.changeFormation(STAGING, Map.of("web", 4));
    time.advance(Duration.ofMinutes(1));

    assertThat(formation(ref).processes()).contains(new ProcessType("web", 4, "M"));
    done(wake(ref, before));
    assertThat(formation(ref)).isEqualTo(before);
  }

  private String refOf(String name) {
    return done(provider.discover(soon())).stream()
        .filter(app -> app.name().equals(name))
        .findFirst()
        .orElseThrow()
        .ref();
  }

  private static Answer json(String body) {
    return new Answer(200, Map.of("Content-Type", "application/json"), body);
  }
}

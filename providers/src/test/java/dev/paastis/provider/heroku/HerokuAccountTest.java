// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import static dev.paastis.provider.heroku.HerokuFixture.TOKEN;
import static dev.paastis.provider.heroku.HerokuFixture.done;
import static dev.paastis.provider.heroku.HerokuFixture.refusal;
import static dev.paastis.provider.heroku.HerokuFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a token may do, what its apps are for, and what others do to them meanwhile. */
class HerokuAccountTest {
  private final HerokuFixture fixture = new HerokuFixture(8);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void rights_of_a_full_token_take_two_calls_and_miss_nothing() {
    Rights rights = done(fixture.provider().rights(soon()));

    assertThat(rights).isEqualTo(new Rights("ops@example.org", 8, List.of()));
    assertThat(fixture.heroku().callsMade()).isEqualTo(2);
  }

  @Test
  void token_with_the_narrowest_scopes_misses_nothing_and_scales() {
    fixture.heroku().narrow(TOKEN, "identity", "read", "write");

    assertThat(done(fixture.provider().rights(soon())).missing()).isEmpty();
    Formation remembered = fixture.asleep("shop");
    done(fixture.start("shop", remembered));
  }

  @Test
  void token_that_only_reads_is_told_to_list_but_not_to_scale() {
    fixture.heroku().narrow(TOKEN, "read");

    Rights rights = done(fixture.provider().rights(soon()));
    assertThat(rights.owner()).isEmpty();
    assertThat(rights.apps()).isEqualTo(8);
    assertThat(rights.missing())
        .singleElement()
        .asString()
        .contains("can list but not scale", "its scope is read", "heroku authorizations:create");
    assertThat(refusal(fixture.stop("shop")).kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
  }

  @Test
  void token_that_cannot_even_list_is_told_so() {
    fixture.heroku().narrow(TOKEN, "identity");

    Rights rights = done(fixture.provider().rights(soon()));
    assertThat(rights.owner()).isEqualTo("ops@example.org");
    assertThat(rights.missing()).singleElement().asString().contains("cannot list apps");
  }

  @Test
  void scopes_that_are_not_told_are_not_missed() {
    fixture
        .heroku()
        .faults()
        .arm("GET /(apps|account)", 2, new Fault.Instead(Answer.json(200, List.of())));

    assertThat(done(fixture.provider().rights(soon())).missing()).isEmpty();
  }

  @Test
  void stages_of_pipelines_tell_production_and_review_apps_in_one_list() {
    List<DiscoveredApp> apps = fixture.discovered(fixture.provider());

    assertThat(traits(apps, "shop")).containsExactly(Trait.PRODUCTION);
    assertThat(traits(apps, "shop-pr42")).containsExactly(Trait.REVIEW_APP);
    assertThat(traits(apps, "shop-staging")).isEmpty();
    assertThat(traits(apps, "shop-api")).isEmpty();
    assertThat(apps)
        .filteredOn(app -> app.name().equals("shop-pr42"))
        .singleElement()
        .satisfies(app -> assertThat(app.labels()).containsEntry("stage", "review"));
  }

  @Test
  void pipelines_that_may_not_be_seen_tell_nothing_and_lost_ones_are_not_taken_for_none() {
    Answer no = Answer.json(403, Map.of("id", "forbidden", "message", "no"));
    fixture.heroku().faults().arm("GET /pipeline-couplings", 1, new Fault.Instead(no));
    assertThat(fixture.discovered(fixture.provider())).allMatch(app -> app.traits().isEmpty());

    Answer oops = Answer.json(500, Map.of("id", "internal_server_error", "message", "oops"));
    fixture.heroku().faults().arm("GET /pipeline-couplings", 1, new Fault.Instead(oops));
    assertThat(fixture.provider().discover(soon())).isInstanceOf(CallOutcome.Unknown.class);
  }

  @Test
  void app_renamed_while_asleep_wakes_at_its_new_host() {
    String ref = fixture.ref("shop");
    Formation remembered = fixture.asleep("shop");
    fixture.heroku().rename("shop", "boutique");

    AppStatus.Running running =
        done(fixture.provider().start(ref, remembered, HerokuFixture.operation(), soon()));

    assertThat(running.upstream().host())
        .startsWith("boutique")
        .isEqualTo(fixture.heroku().host("boutique").orElseThrow());
  }

  @Test
  void app_transferred_out_of_reach_while_asleep_is_refused() {
    Formation remembered = fixture.asleep("shop");
    Answer no = Answer.json(403, Map.of("id", "forbidden", "message", "You do not have access"));
    fixture.heroku().faults().arm("PATCH .+/formation", 1, new Fault.Instead(no));

    assertThat(refusal(fixture.start("shop", remembered)).kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
  }

  @Test
  void formation_changed_by_somebody_else_while_asleep_is_seen_and_gives_way_at_the_wake() {
    Formation remembered = fixture.asleep("shop");
    fixture.heroku().changeFormation("shop", "web", 3, "Standard-2X");

    await()
        .untilAsserted(() ->
            assertThat(fixture.status("shop"))
                .isInstanceOfSatisfying(
                    AppStatus.Running.class,
                    running ->
                        assertThat(running.formation().processes())
                            .contains(new ProcessType("web", 3, "Standard-2X"))));
    assertThat(done(fixture.start("shop", remembered)).formation()).isEqualTo(remembered);
  }

  @Test
  void token_revoked_once_the_quantities_are_back_leaves_the_start_unknown() {
    Formation remembered = fixture.asleep("shop");
    fixture.heroku().changeFormation("shop", "worker", 0, "Standard-2X");
    fixture
        .heroku()
        .faults()
        .arm(
            "PATCH .+/formation",
            1,
            new Fault.Altered(answer -> {
              fixture.heroku().revoke(fixture.heroku().token());
              return answer;
            }));

    assertThat(fixture.start("shop", remembered))
        .isInstanceOfSatisfying(
            CallOutcome.Unknown.class,
            unknown -> assertThat(unknown.cause()).contains("Heroku accepted the quantities"));
  }

  private static Set<Trait> traits(List<DiscoveredApp> apps, String name) {
    return apps.stream().filter(app -> app.name().equals(name)).findFirst().orElseThrow().traits();
  }
}

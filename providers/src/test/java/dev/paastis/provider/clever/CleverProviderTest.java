// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import static dev.paastis.provider.clever.CleverFixture.RUNNING;
import static dev.paastis.provider.clever.CleverFixture.STOPPED;
import static dev.paastis.provider.clever.CleverFixture.done;
import static dev.paastis.provider.clever.CleverFixture.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Upstream;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.clever.Scaling;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CleverProviderTest {
  private static final String AGENCY = "orga_22222222-0000-4000-8000-000000000002";

  private final CleverFixture clever = new CleverFixture();

  @AfterEach
  void close() {
    clever.close();
  }

  @Test
  void discover_takes_one_summary_and_one_list_for_each_owner() {
    List<DiscoveredApp> apps = done(clever.provider.discover(clever.call()));

    assertThat(apps)
        .extracting(DiscoveredApp::ref)
        .containsExactlyInAnyOrderElementsOf(clever.emulator.apps());
    assertThat(clever.emulator.calls()).hasSize(4);
  }

  @Test
  void discover_tells_names_states_formations_and_custom_domains() {
    List<DiscoveredApp> apps = done(clever.provider.discover(clever.call()));

    DiscoveredApp shop = named(apps, RUNNING);
    assertThat(shop.hosts()).containsExactly("www.shop.example.org");
    assertThat(shop.status())
        .isEqualTo(new AppStatus.Running(upstream(RUNNING), formation(2, "S", 4, "M")));
    assertThat(named(apps, STOPPED).status())
        .isEqualTo(new AppStatus.Stopped(formation(1, "nano", 1, "nano")));
  }

  @Test
  void discover_of_chosen_owners_needs_no_summary() {
    try (CleverProvider provider = clever.providerOf(List.of(AGENCY))) {
      List<DiscoveredApp> apps = done(provider.discover(clever.call()));
      assertThat(apps).isNotEmpty().hasSizeLessThan(40);
      assertThat(clever.emulator.calls())
          .containsExactly("GET /v2/organisations/" + AGENCY + "/applications");
    }
  }

  @Test
  void app_of_an_owner_that_was_not_chosen_does_not_exist() {
    try (CleverProvider provider = clever.providerOf(List.of("orga_other"))) {
      assertThat(done(provider.status(clever.id(RUNNING), clever.call())))
          .isEqualTo(new AppStatus.Gone());
    }
  }

  @Test
  void discover_leaves_out_tasks_and_archived_apps() {
    clever.emulator.makeTask(RUNNING);
    clever.emulator.archive(STOPPED);
    assertThat(done(clever.provider.discover(clever.call())))
        .hasSize(38)
        .extracting(DiscoveredApp::name)
        .doesNotContain(RUNNING, STOPPED);
  }

  @Test
  void discover_of_ten_thousand_apps_takes_as_few_calls() {
    try (CleverFixture large = new CleverFixture(10_000, EmulatorSettings.Pace.AT_ONCE)) {
      assertThat(done(large.provider.discover(large.call()))).hasSize(10_000);
      assertThat(large.emulator.calls()).hasSize(4);
    }
  }

  @Test
  void status_of_an_app_that_serves_is_running_at_the_platforms_domain() {
    assertThat(done(clever.status(RUNNING)))
        .isEqualTo(new AppStatus.Running(upstream(RUNNING), formation(2, "S", 4, "M")));
    assertThat(upstream(RUNNING).host()).doesNotContain("_");
  }

  @Test
  void status_after_the_first_does_not_ask_for_owners_again() {
    done(clever.status(RUNNING));
    done(clever.status(RUNNING));
    assertThat(clever.calls("GET /v2/summary")).isEqualTo(1);
  }

  @Test
  void status_while_starting_is_starting_and_then_running() {
    clever.emulator.deploy(STOPPED);
    AppStatus starting = new AppStatus.Starting(upstream(STOPPED), formation(1, "nano", 1, "nano"));
    assertThat(done(clever.status(STOPPED))).isEqualTo(starting);
    clever.pass(Duration.ofSeconds(20));
    assertThat(done(clever.status(STOPPED))).isEqualTo(starting);
    clever.pass(Duration.ofSeconds(10));
    assertThat(done(clever.status(STOPPED))).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void status_of_a_failed_start_is_crashed() {
    clever.emulator.failBoots(STOPPED);
    clever.emulator.deploy(STOPPED);
    clever.pass(Duration.ofSeconds(30));
    assertThat(done(clever.status(STOPPED)))
        .isEqualTo(new AppStatus.Crashed(null, "", formation(1, "nano", 1, "nano")));
  }

  @Test
  void status_while_stopping_is_unknown_and_then_stopped() {
    clever.emulator.undeploy(RUNNING);
    assertThat(unknown(clever.status(RUNNING))).contains("2 machines are left");
    clever.pass(Duration.ofSeconds(5));
    assertThat(done(clever.status(RUNNING)))
        .isEqualTo(new AppStatus.Stopped(formation(2, "S", 4, "M")));
  }

  @Test
  void status_during_a_redeploy_is_running_unless_it_is_with_downtime() {
    clever.emulator.deploy(RUNNING);
    assertThat(done(clever.status(RUNNING))).isInstanceOf(AppStatus.Running.class);

    clever.emulator.restartWithDowntime("shop-staging");
    clever.emulator.deploy("shop-staging");
    assertThat(done(clever.status("shop-staging"))).isInstanceOf(AppStatus.Starting.class);
  }

  @Test
  void status_of_an_app_without_machines_that_should_be_up_is_unknown() {
    clever.emulator.crash(RUNNING);
    assertThat(unknown(clever.status(RUNNING))).contains("none of its machines");
  }

  @Test
  void status_of_a_suspended_app_is_stopped_and_of_a_deleted_one_gone() {
    clever.emulator.suspend(RUNNING, "MODERATED");
    assertThat(done(clever.status(RUNNING))).isInstanceOf(AppStatus.Stopped.class);

    String ref = clever.id(STOPPED);
    done(clever.status(STOPPED));
    clever.emulator.deleteApp(STOPPED);
    assertThat(done(clever.provider.status(ref, clever.call()))).isEqualTo(new AppStatus.Gone());
  }

  @Test
  void stop_remembers_the_formation_and_ends_when_no_machine_is_left() {
    Formation before = clever.formation(RUNNING);
    assertThat(done(clever.stop(RUNNING)).formation()).isEqualTo(before);
    assertThat(clever.calls("GET .+/instances")).isGreaterThan(1);
    assertThat(done(clever.status(RUNNING))).isEqualTo(new AppStatus.Stopped(before));
  }

  @Test
  void stop_of_a_stopped_app_is_done_without_an_order() {
    done(clever.stop(RUNNING));
    done(clever.stop(RUNNING));
    done(clever.stop(STOPPED));
    assertThat(clever.calls("DELETE .+")).isEqualTo(1);
  }

  @Test
  void stop_of_an_app_that_is_starting_leaves_nothing() {
    clever.emulator.deploy(STOPPED);
    done(clever.stop(STOPPED));
    clever.pass(Duration.ofMinutes(1));
    assertThat(done(clever.status(STOPPED))).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void start_after_stop_brings_back_exactly_what_was_there() {
    Formation before = clever.formation(RUNNING);
    done(clever.stop(RUNNING));

    assertThat(done(clever.start(RUNNING, before)))
        .isEqualTo(new AppStatus.Running(upstream(RUNNING), before));

    clever.pass(Duration.ofSeconds(30));
    assertThat(clever.formation(RUNNING)).isEqualTo(before);
    assertThat(clever.calls("PUT .+")).isZero();
  }

  @Test
  void start_restores_bounds_that_somebody_changed_while_it_slept() {
    Formation before = clever.formation(RUNNING);
    done(clever.stop(RUNNING));
    clever.emulator.changeFormation(RUNNING, new Scaling(1, 1, "XL", "2XL"));

    assertThat(done(clever.start(RUNNING, before)).formation()).isEqualTo(before);

    assertThat(clever.emulator.formation(RUNNING)).isEqualTo(new Scaling(2, 4, "S", "M"));
    List<String> orders =
        clever.emulator.calls().stream().filter(call -> call.matches("(PUT|POST) .+")).toList();
    assertThat(orders).hasSize(2);
    assertThat(orders.getFirst()).startsWith("PUT ");
  }

  @Test
  void start_with_nothing_remembered_takes_the_settings_of_the_platform() {
    assertThat(done(clever.start(STOPPED, Formation.EMPTY)).formation())
        .isEqualTo(formation(1, "nano", 1, "nano"));
    assertThat(clever.calls("PUT .+")).isZero();
  }

  @Test
  void start_while_it_is_starting_or_up_orders_nothing_more() {
    Formation remembered = clever.formation(STOPPED);
    done(clever.start(STOPPED, remembered));
    done(clever.start(STOPPED, remembered));
    clever.pass(Duration.ofSeconds(30));
    done(clever.start(STOPPED, remembered));
    assertThat(clever.calls("POST .+")).isEqualTo(1);
  }

  @Test
  void start_while_its_machines_still_go_is_carried_out() {
    Formation before = clever.formation(RUNNING);
    clever.emulator.undeploy(RUNNING);
    done(clever.start(RUNNING, before));
    clever.pass(Duration.ofSeconds(30));
    assertThat(done(clever.status(RUNNING))).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void start_after_a_failed_one_or_without_machines_orders_again() {
    clever.emulator.failBoots(STOPPED);
    clever.emulator.deploy(STOPPED);
    clever.pass(Duration.ofSeconds(30));
    done(clever.start(STOPPED, Formation.EMPTY));
    clever.emulator.crash(RUNNING);
    done(clever.start(RUNNING, Formation.EMPTY));
    assertThat(clever.calls("POST .+")).isEqualTo(2);
  }

  @Test
  void start_waits_until_an_earlier_failure_is_not_the_last_word() {
    clever.emulator.failBoots(STOPPED);
    clever.emulator.deploy(STOPPED);
    clever.pass(Duration.ofSeconds(30));

    clever.emulator.deploy(STOPPED);
    assertThat(done(clever.status(STOPPED))).isInstanceOf(AppStatus.Starting.class);
    done(clever.stop(STOPPED));
    done(clever.start(STOPPED, Formation.EMPTY));
    assertThat(clever.calls("GET .+/deployments")).isGreaterThan(3);
    assertThat(done(clever.status(STOPPED))).isInstanceOf(AppStatus.Starting.class);
  }

  @Test
  void readiness_wants_the_platforms_word_beside_the_probe() {
    var readiness = clever.provider.readiness(clever.id(RUNNING));
    assertThat(readiness.path()).isNull();
    assertThat(readiness.probeSuffices()).isFalse();
    assertThat(readiness.probeEvery()).isEqualTo(Duration.ofMillis(50));
    assertThat(readiness.probeAtMost()).isEqualTo(Duration.ofMillis(250));
    assertThat(clever.provider.output(clever.id(RUNNING), 20)).isEmpty();
  }

  private Upstream upstream(String name) {
    return new Upstream("https", clever.id(name).replace('_', '-') + ".cleverapps.io", 443);
  }

  private static Formation formation(int min, String minFlavor, int max, String maxFlavor) {
    return new Formation(
        List.of(new ProcessType("instance", min, minFlavor)),
        Map.of("max-instances", String.valueOf(max), "max-flavor", maxFlavor));
  }

  private static DiscoveredApp named(List<DiscoveredApp> apps, String name) {
    return apps.stream().filter(app -> app.name().equals(name)).findFirst().orElseThrow();
  }
}

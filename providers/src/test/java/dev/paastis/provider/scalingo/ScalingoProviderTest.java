// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScalingoProviderTest extends ScalingoFixture {
  @Test
  void discover_reads_the_one_list_and_leaves_out_what_was_never_deployed() {
    List<DiscoveredApp> apps = done(provider.discover(soon()));

    assertThat(emulator.calls()).isEqualTo(2); // the exchange and the list
    assertThat(apps).hasSize(14);
    DiscoveredApp first = apps.getFirst();
    assertThat(first.name()).isEqualTo(PRODUCTION);
    assertThat(first.ref()).matches("[0-9a-f]{24}");
    assertThat(first.hosts()).containsExactly("www.shop.example.org");
    assertThat(first.status())
        .isEqualTo(new AppStatus.Running(upstream(PRODUCTION), Formation.EMPTY));
    assertThat(apps.get(1).hosts()).isEmpty();
  }

  @Test
  void discover_of_ten_thousand_apps_is_still_one_list() {
    stop();
    open(10_000, null);

    assertThat(done(provider.discover(soon()))).hasSize(8_750);
    assertThat(emulator.calls()).isEqualTo(2);
  }

  @Test
  void discover_for_one_owner_leaves_out_the_apps_of_others() {
    stop();
    open(16, "somebody-else");

    assertThat(done(provider.discover(soon()))).isEmpty();
  }

  @Test
  void discover_tolerates_unknown_fields_words_and_nulls() {
    String odd =
        "{\"apps\":[null,{\"id\":null},{\"id\":\"a1\",\"name\":\"odd\",\"status\":\"hovering\","
            + "\"url\":null,\"owner\":null,\"colour\":{\"of\":[\"the\",\"sea\"]}},"
            + "{\"id\":\"a2\",\"name\":\"odder\",\"status\":null,\"base_url\":\"::no::\"}],"
            + "\"meta\":null}";
    emulator.faults().arm("GET /v1/apps", 1, new Fault.Instead(new Answer(200, Map.of(), odd)));

    List<DiscoveredApp> apps = done(provider.discover(soon()));

    assertThat(apps).extracting(DiscoveredApp::ref).containsExactly("a1", "a2");
    assertThat(apps.getFirst().status())
        .isEqualTo(new AppStatus.Running(upstream("odd"), Formation.EMPTY));
  }

  @Test
  void status_tells_every_state() {
    assertThat(status(PRODUCTION)).isEqualTo(new AppStatus.Running(upstream(PRODUCTION), FULL));
    assertThat(status(REVIEW)).isEqualTo(new AppStatus.Stopped(Formation.EMPTY));
    assertThat(status("shop-legacy"))
        .isEqualTo(new AppStatus.Crashed(null, "", Formation.of("web", 1, "M")));
    assertThat(status("nobody")).isEqualTo(new AppStatus.Gone());
  }

  @Test
  void status_during_an_operation_is_not_stopped_yet() {
    emulator.restart(PRODUCTION);
    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Running.class);

    emulator.changeFormation("shop-staging", Map.of("web", 0, "worker", 0));
    assertThat(status("shop-staging")).isInstanceOf(AppStatus.Running.class);
    time.advance(Duration.ofSeconds(3));
    assertThat(status("shop-staging")).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void start_after_stop_restores_every_type_and_the_autoscaler() {
    String ref = done(provider.discover(soon())).getFirst().ref();
    AppStatus.Running before = (AppStatus.Running) status(ref);
    assertThat(before.formation()).isEqualTo(FULL);

    done(provider.stop(ref, soon()));
    assertThat(status(ref)).isInstanceOf(AppStatus.Stopped.class);
    AppStatus.Running started = done(wake(ref, before.formation()));

    assertThat(started).isEqualTo(before);
    assertThat(status(ref)).isEqualTo(before);
  }

  @Test
  void stop_and_start_asked_twice_act_once() {
    done(provider.stop(PRODUCTION, soon()));
    done(provider.stop(PRODUCTION, soon()));
    assertThat(emulator.orders()).isEqualTo(1);

    done(wake(PRODUCTION, FULL));
    done(wake(PRODUCTION, FULL));
    assertThat(emulator.orders()).isEqualTo(2);
  }

  @Test
  void start_restores_what_is_remembered_and_not_what_somebody_left() {
    done(provider.stop(PRODUCTION, soon()));
    emulator.changeFormation(PRODUCTION, Map.of("web", 5, "worker", 0));

    done(wake(PRODUCTION, FULL));

    assertThat(status(PRODUCTION)).isEqualTo(new AppStatus.Running(upstream(PRODUCTION), FULL));
  }

  @Test
  void start_without_a_memory_starts_one_web_container() {
    done(wake("shop-demo-app", Formation.EMPTY));

    AppStatus.Running running = (AppStatus.Running) status("shop-demo-app");
    assertThat(running.formation().processes())
        .containsExactly(new ProcessType("web", 1, "S"), new ProcessType("worker", 0, "S"));
  }

  @Test
  void start_of_a_crashed_app_orders_its_formation_again() {
    done(wake("shop-legacy", Formation.of("web", 1, "M")));

    assertThat(emulator.orders()).isEqualTo(1);
    assertThat(status("shop-legacy")).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void types_that_are_no_longer_part_of_the_app_are_left_out() {
    List<ProcessType> now = List.of(new ProcessType("web", 0, "M"), new ProcessType("job", 1, "S"));

    assertThat(Orders.wanted(FULL, now))
        .containsExactly(new ProcessType("web", 2, "L"), new ProcessType("job", 0, "S"));
  }

  @Test
  void settings_do_not_print_the_token() {
    ScalingoSettings settings = ScalingoSettings.inRegion("osc-secnum-fr1", new Secret(TOKEN));

    assertThat(settings.api()).hasToString("https://api.osc-secnum-fr1.scalingo.com");
    assertThat(settings.toString()).doesNotContain(TOKEN);
  }

  @Test
  void stop_waits_for_the_operation_of_somebody_else() {
    emulator.restart(PRODUCTION);

    done(provider.stop(PRODUCTION, soon()));

    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void autoscaler_disabled_by_its_owner_stays_disabled() {
    emulator.changeFormation(PRODUCTION, Map.of("web", 3));
    time.advance(Duration.ofSeconds(7));
    Formation before = formation(PRODUCTION);
    assertThat(before.extras()).isEmpty();

    done(provider.stop(PRODUCTION, soon()));
    done(wake(PRODUCTION, before));

    assertThat(formation(PRODUCTION)).isEqualTo(before);
  }

  @Test
  void app_never_deployed_is_not_started() {
    assertThat(refused(wake("shop-next", FULL)).message()).contains("never deployed");
  }

  @Test
  void wake_and_sleep_stay_far_below_the_rate_limit() {
    done(provider.discover(soon()));
    long before = emulator.calls();
    done(provider.status(PRODUCTION, soon()));
    done(provider.stop(PRODUCTION, soon()));
    assertThat(emulator.calls() - before).isLessThanOrEqualTo(10);

    before = emulator.calls();
    done(wake(PRODUCTION, FULL));
    assertThat(emulator.calls() - before).isLessThanOrEqualTo(10);
  }
}

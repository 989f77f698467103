// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import static dev.paastis.provider.render.RenderFixture.meanwhile;
import static dev.paastis.provider.render.RenderFixture.refusal;
import static dev.paastis.provider.render.RenderFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the provider sees, and that what it stops comes back as it was. */
class RenderProviderTest {
  private final RenderFixture fixture = RenderFixture.driven(250);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void discover_reads_every_page_and_calls_nothing_else() {
    List<DiscoveredApp> found = value(fixture.discover());

    assertThat(found).hasSize(227).doesNotHaveDuplicates();
    assertThat(fixture.render.calls("GET /v1/services")).isEqualTo(3);
    assertThat(fixture.render.calls(".+")).isEqualTo(3);
  }

  @Test
  void discover_tells_status_and_formation_from_the_list() {
    List<DiscoveredApp> found = value(fixture.discover());

    assertThat(found)
        .extracting(DiscoveredApp::name)
        .contains("shop-pr42", "shop-nightly")
        .doesNotContain("shop-docs");
    DiscoveredApp shop = named(found, "shop");
    assertThat(shop.ref()).isEqualTo(fixture.render.idOf("shop"));
    assertThat(shop.status()).isEqualTo(value(fixture.status("shop")));
    assertThat(shop.status())
        .isInstanceOfSatisfying(
            AppStatus.Running.class,
            running -> {
              assertThat(running.upstream())
                  .isEqualTo(new Upstream("https", fixture.render.hostOf("shop"), 443));
              assertThat(running.formation().processes())
                  .containsExactly(new Formation.ProcessType("web_service", 2, "standard"));
              assertThat(running.formation().extras().get("autoscaling")).contains("\"max\":5");
            });
    assertThat(named(found, "shop-pr57").status()).isInstanceOf(AppStatus.Stopped.class);
    assertThat(named(found, "shop-legacy").status()).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void discover_keeps_to_owners_and_region() {
    try (RenderProvider partner = fixture.provider(List.of("tea-partner"), "oregon")) {
      List<DiscoveredApp> found =
          value(partner.discover(RenderFixture.within(RenderFixture.AMPLE)));
      assertThat(found).extracting(DiscoveredApp::name).contains("museum3").doesNotContain("shop");
    }
  }

  @Test
  void stopped_app_comes_back_with_the_same_formation() {
    Formation before = fixture.formationOf("shop");
    AppStatus.Stopped stopped = value(fixture.stop("shop"));
    assertThat(stopped.formation()).isEqualTo(before);
    assertThat(value(fixture.status("shop"))).isEqualTo(stopped);

    long orders = fixture.orders();
    AppStatus.Running running = value(fixture.start("shop", before));
    assertThat(running.formation()).isEqualTo(before);
    assertThat(value(fixture.status("shop"))).isEqualTo(running);
    assertThat(fixture.orders() - orders).as("only the resume").isEqualTo(1);
  }

  @Test
  void start_ends_only_when_the_app_answers() throws Exception {
    assertThat(fixture.visit("shop-pr57")).isEqualTo(503);

    assertThat(value(fixture.start("shop-pr57", Formation.EMPTY)).upstream().host())
        .isEqualTo(fixture.render.hostOf("shop-pr57"));
    assertThat(fixture.visit("shop-pr57")).isEqualTo(200);
    assertThat(value(fixture.status("shop-pr57"))).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void page_that_looks_alive_does_not_deceive() throws Exception {
    fixture.render.showSuspendedWith(200);
    assertThat(fixture.visit("shop-pr57")).isEqualTo(200);

    assertThat(value(fixture.status("shop-pr57"))).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void start_restores_what_somebody_else_changed_while_it_slept() {
    Formation autoscaled = fixture.formationOf("shop");
    Formation manual = fixture.formationOf("shop-staging");
    value(fixture.stop("shop"));
    value(fixture.stop("shop-staging"));
    fixture.render.changeFormation("shop", "pro", 4);
    fixture.render.changeFormation("shop-staging", "standard", 3);
    fixture.render.autoscale("shop-staging", 1, 9);

    assertThat(value(fixture.start("shop", autoscaled)).formation()).isEqualTo(autoscaled);
    assertThat(value(fixture.start("shop-staging", manual)).formation()).isEqualTo(manual);
    assertThat(fixture.formationOf("shop")).isEqualTo(autoscaled);
    assertThat(fixture.formationOf("shop-staging")).isEqualTo(manual);
  }

  @Test
  void start_restores_to_and_from_the_free_plan_which_refuses_to_scale() {
    Formation free = fixture.formationOf("shop-demo");
    Formation paid = fixture.formationOf("shop-staging");
    value(fixture.stop("shop-demo"));
    value(fixture.stop("shop-staging"));
    fixture.render.changeFormation("shop-demo", "standard", 3);
    fixture.render.changeFormation("shop-staging", "free", 2);

    value(fixture.start("shop-demo", free));
    value(fixture.start("shop-staging", paid));
    assertThat(fixture.formationOf("shop-demo")).isEqualTo(free);
    assertThat(fixture.formationOf("shop-staging")).isEqualTo(paid);
  }

  @Test
  void stop_and_start_act_once_when_asked_twice() {
    value(fixture.stop("shop"));
    long afterStop = fixture.orders();
    value(fixture.stop("shop"));
    assertThat(fixture.orders()).isEqualTo(afterStop);

    value(fixture.start("shop", Formation.EMPTY));
    long afterStart = fixture.orders();
    value(fixture.start("shop", Formation.EMPTY));
    assertThat(fixture.orders()).isEqualTo(afterStart);
  }

  @Test
  void two_starts_at_once_both_end_running() {
    Formation formation = fixture.formationOf("shop-pr57");
    var first = meanwhile(() -> fixture.start("shop-pr57", formation));
    var second = meanwhile(() -> fixture.start("shop-pr57", formation));

    assertThat(value(first.join())).isEqualTo(value(second.join()));
  }

  @Test
  void workers_private_services_and_cron_jobs_stop_and_start_too() {
    for (String name : List.of("shop-worker", "shop-api", "shop-nightly")) {
      Formation before = fixture.formationOf(name);
      value(fixture.stop(name));
      assertThat(value(fixture.status(name))).isEqualTo(new AppStatus.Stopped(before));

      AppStatus.Running running = value(fixture.start(name, before));
      assertThat(running.formation()).isEqualTo(before);
      assertThat(running.upstream().host()).isEqualTo(fixture.render.api().getHost());
    }
  }

  @Test
  void app_suspended_by_somebody_else_than_its_owner_is_never_resumed() {
    fixture.render.suspend("shop-pr57", "admin");
    long orders = fixture.orders();

    Refusal billing = refusal(fixture.start("shop-legacy", Formation.EMPTY));
    assertThat(billing.kind()).isEqualTo(Refusal.Kind.QUOTA);
    assertThat(billing.message()).contains("shop-legacy", "billing", "dashboard");
    Refusal admin = refusal(fixture.start("shop-pr57", Formation.EMPTY));
    assertThat(admin.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(fixture.orders()).isEqualTo(orders);
    assertThat(value(fixture.stop("shop-legacy"))).isNotNull();
  }

  @Test
  void start_takes_up_what_somebody_else_resumed() {
    fixture.render.resume("shop-pr57");
    assertThat(value(fixture.status("shop-pr57"))) // by how far its deploy has come
        .isInstanceOfAny(AppStatus.Starting.class, AppStatus.Running.class);

    value(fixture.start("shop-pr57", Formation.EMPTY));
    assertThat(fixture.orders()).isZero();
  }

  @Test
  void app_that_does_not_come_up_is_crashed_and_can_be_started_again() {
    fixture.render.failBoots("shop-pr57", true);
    Refusal refusal = refusal(fixture.start("shop-pr57", Formation.EMPTY));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CRASHED);
    assertThat(refusal.message()).contains("shop-pr57", "update_failed");
    assertThat(value(fixture.status("shop-pr57")))
        .isInstanceOfSatisfying(
            AppStatus.Crashed.class,
            crashed ->
                assertThat(crashed.tail())
                    .endsWith("Exited with status 1 while running your code"));

    fixture.render.failBoots("shop-pr57", false);
    value(fixture.start("shop-pr57", Formation.EMPTY));
    assertThat(fixture.render.calls("POST .+/deploys")).isEqualTo(1);
    assertThat(value(fixture.status("shop-pr57"))).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void failed_deploy_of_a_push_leaves_the_app_running() {
    value(fixture.start("shop-pr57", Formation.EMPTY));
    fixture.render.failBoots("shop-pr57", true);
    fixture.render.push("shop-pr57");
    await()
        .until(() ->
            fixture
                .provider
                .output(fixture.render.idOf("shop-pr57"), 1)
                .toString()
                .contains("status 1"));

    assertThat(value(fixture.status("shop-pr57"))).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void output_is_the_last_lines_oldest_first() {
    value(fixture.stop("shop"));
    value(fixture.start("shop", Formation.EMPTY));

    assertThat(fixture.provider.output(fixture.render.idOf("shop"), 2))
        .containsExactly("==> Service suspended by user", "==> Your service is live");
    assertThat(fixture.provider.output("srv-none", 2)).isEmpty();
    assertThat(fixture.provider.output(fixture.render.idOf("shop"), 0)).isEmpty();
  }

  @Test
  void readiness_needs_the_word_of_the_platform() {
    assertThat(fixture.provider.readiness("srv-1").probeSuffices()).isFalse();
    assertThat(fixture.provider.readiness("srv-1").path()).isNull();
  }

  private static DiscoveredApp named(List<DiscoveredApp> apps, String name) {
    return apps.stream().filter(app -> app.name().equals(name)).findFirst().orElseThrow();
  }
}

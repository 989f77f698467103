// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import static dev.paastis.provider.docker.Fixture.apps;
import static dev.paastis.provider.docker.Fixture.awaitAnswer;
import static dev.paastis.provider.docker.Fixture.call;
import static dev.paastis.provider.docker.Fixture.operation;
import static dev.paastis.provider.docker.Fixture.refused;
import static dev.paastis.provider.docker.Fixture.start;
import static dev.paastis.provider.docker.Fixture.status;
import static dev.paastis.provider.docker.Fixture.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Compose projects, told by the labels that compose gives, on a real engine. */
@DisabledIfSystemProperty(named = PodmanEngine.WANTED, matches = "false")
class ComposeTest {
  private static final String SHOP = "compose:shop";
  private static PodmanEngine engine;
  private Provider provider;

  @BeforeAll
  static void begin() throws Exception {
    engine = PodmanEngine.begin();
  }

  @AfterAll
  static void end() throws Exception {
    engine.close();
  }

  @BeforeEach
  void open() {
    provider = Fixture.open(engine.host());
  }

  @AfterEach
  void clear() {
    provider.close();
    engine.removeAll();
  }

  @Test
  void project_isOneApp_withAProcessTypeForEachService() {
    web("shop-a-1", "db:service_started:false");
    service("shop-db-1", "db", 1);
    service("shop-worker-1", "worker", 1);
    service("shop-worker-2", "worker", 2);
    service("shop-run-1", "db", 1, "--label=com.docker.compose.oneoff=True");
    service("shop-ops-1", "ops", 1, "--label=paastis.enable=no");

    assertThat(apps(provider))
        .singleElement()
        .satisfies(app -> {
          assertThat(app.ref()).isEqualTo(SHOP);
          assertThat(app.name()).isEqualTo("shop");
          assertThat(((AppStatus.Running) app.status()).formation())
              .isEqualTo(formation("a", 1, "db", 1, "worker", 2));
        });
  }

  @Test
  void sleepAndWake_followWhatServicesNeed() {
    web("shop-a-1", "zdb:service_started:false");
    service("shop-zdb-1", "zdb", 1);

    Formation formation = stop(provider, SHOP).formation();

    assertThat(time("shop-a-1", "FinishedAt")).isLessThan(time("shop-zdb-1", "FinishedAt"));

    AppStatus.Running running = start(provider, SHOP, formation);

    assertThat(time("shop-zdb-1", "StartedAt")).isLessThan(time("shop-a-1", "StartedAt"));
    assertThat(running.formation()).isEqualTo(formation);
    awaitAnswer(running.upstream());
  }

  @Test
  void wake_startsWhatSlept_andNoMore() {
    web("shop-a-1", "");
    service("shop-worker-1", "worker", 1);
    service("shop-worker-2", "worker", 2);
    service("shop-job-1", "job", 1);
    engine.podman("stop", "shop-job-1", "shop-worker-2");

    Formation formation = stop(provider, SHOP).formation();
    AppStatus.Running running = start(provider, SHOP, formation);

    assertThat(formation).isEqualTo(formation("a", 1, "worker", 1));
    assertThat(running.formation()).isEqualTo(formation);
    assertThat(engine.pid("shop-job-1")).isZero();
  }

  @Test
  void serviceRemovedWhileAsleep_isMissingInWhatRuns() {
    web("shop-a-1", "");
    service("shop-worker-1", "worker", 1);
    Formation formation = stop(provider, SHOP).formation();
    engine.podman("rm", "shop-worker-1");

    assertThat(start(provider, SHOP, formation).formation()).isEqualTo(formation("a", 1));
  }

  @Test
  void serviceThatNeedsAnotherHealthy_isStartedAfterThat() {
    web("shop-a-1", "db:service_healthy:false");
    service(
        "shop-db-1",
        "db",
        1,
        "--health-cmd=busybox test -f /tmp/ready",
        "--health-interval=disable");
    Formation formation = stop(provider, SHOP).formation();

    CompletableFuture<CallOutcome<AppStatus.Running>> start =
        CompletableFuture.supplyAsync(
            () -> provider.start(SHOP, formation, operation(), call(Duration.ofSeconds(60))));
    Awaitility.await().atMost(Fixture.PATIENCE).until(() -> engine.pid("shop-db-1") > 0);
    assertThat(engine.pid("shop-a-1")).isZero();
    assertThat(start).isNotDone();
    engine.podman("exec", "shop-db-1", "busybox", "touch", "/tmp/ready");
    engine.podman("healthcheck", "run", "shop-db-1");

    assertThat(Fixture.done(start.join()).formation()).isEqualTo(formation);
  }

  @Test
  void neededServiceThatEnds_isToldAsTheReason() {
    web("shop-a-1", "db:service_healthy:false");
    service("shop-db-1", "db", 1, "--health-cmd=busybox false", "--health-interval=disable");
    Formation formation = stop(provider, SHOP).formation();
    CompletableFuture<CallOutcome<AppStatus.Running>> start =
        CompletableFuture.supplyAsync(
            () -> provider.start(SHOP, formation, operation(), call(Duration.ofSeconds(60))));
    Awaitility.await().atMost(Fixture.PATIENCE).until(() -> engine.pid("shop-db-1") > 0);

    engine.podman("kill", "shop-db-1");

    Refusal refusal = refused(start.join());
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CRASHED);
    assertThat(refusal.message()).contains("shop-db-1");
  }

  @Test
  void servicesThatNeedEachOther_areStartedAllTheSame() {
    web("shop-a-1", "b:service_started:false");
    service("shop-b-1", "b", 1, "--label=com.docker.compose.depends_on=a:service_started:false");

    Formation formation = stop(provider, SHOP).formation();

    assertThat(start(provider, SHOP, formation).formation()).isEqualTo(formation("a", 1, "b", 1));
  }

  @Test
  void output_saysWhichServiceWroteALine() {
    web("shop-a-1", "");
    engine.run(
        "shop-b-1",
        List.of("--label=com.docker.compose.project=shop", "--label=com.docker.compose.service=b"),
        "sh",
        "-c",
        "echo hello; busybox sleep 600");

    Awaitility.await()
        .atMost(Fixture.PATIENCE)
        .until(() -> provider.output(SHOP, 10).contains("b | hello"));
  }

  @Test
  void sameName_isToldApart() {
    web("shop-a-1", "");
    engine.web("shop");
    engine.web("third", "--label=paastis.name=shop");

    assertThat(apps(provider))
        .extracting(DiscoveredApp::ref, DiscoveredApp::name)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(SHOP, "compose-shop"),
            org.assertj.core.groups.Tuple.tuple("shop", "shop"),
            org.assertj.core.groups.Tuple.tuple("third", "third"));
  }

  @Test
  void projectWithoutAnyLabel_isNoApp() {
    service("shop-db-1", "db", 1);

    assertThat(apps(provider)).isEmpty();
    assertThat(status(provider, SHOP)).isEqualTo(new AppStatus.Gone());
    assertThat(status(provider, "shop-db-1")).isEqualTo(new AppStatus.Gone());
  }

  private static void web(String name, String dependsOn) {
    engine.web(
        name,
        "--label=com.docker.compose.project=shop",
        "--label=com.docker.compose.service=a",
        "--label=com.docker.compose.depends_on=" + dependsOn);
  }

  private static void service(String name, String service, int number, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--label=com.docker.compose.project=shop",
                "--label=com.docker.compose.service=" + service,
                "--label=com.docker.compose.container-number=" + number));
    all.addAll(Arrays.asList(options));
    engine.run(name, all, "busybox", "sleep", "600");
  }

  private static String time(String name, String field) {
    return engine.podman(
        "inspect",
        "--format",
        "{{.State." + field + ".UTC.Format \"2006-01-02T15:04:05.000000000\"}}",
        name);
  }

  private static Formation formation(Object... services) {
    List<ProcessType> types = new ArrayList<>();
    for (int i = 0; i < services.length; i += 2) {
      types.add(new ProcessType((String) services[i], (Integer) services[i + 1], ""));
    }
    return new Formation(types, Map.of());
  }
}

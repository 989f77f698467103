// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.ClusterFixture.SHOP;
import static dev.paastis.provider.kubernetes.ClusterFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesProviderTest {
  private static final Map<String, String> PART_OF_STORE = Map.of("paastis.dev/app", "store");

  private final ClusterFixture cluster = new ClusterFixture();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void labelledDeployment_isAnAppBehindItsService() {
    cluster.app("web", 2);

    assertThat(discovered())
        .singleElement()
        .satisfies(app -> assertThat(app.labels()).isNotEmpty())
        .usingRecursiveComparison()
        .ignoringFields("labels")
        .isEqualTo(
            new DiscoveredApp(
                "shop/web",
                "web-shop",
                List.of(),
                new AppStatus.Running(
                    Upstream.parse("http://web.shop.svc:8080"),
                    Formation.of("deployment/web", 2, ""))));
  }

  @Test
  void annotations_sayHostsPathPurposeAndAddress() {
    cluster.deployment(
        "web",
        1,
        Map.of(
            "paastis.dev/hosts", "Shop.example, www.shop.example",
            "paastis.dev/readiness-path", "/ready",
            "paastis.dev/production", "true",
            "paastis.dev/upstream", "https://edge.example:8443"));
    cluster.service("web");

    DiscoveredApp app = discovered().getFirst();

    assertThat(app.hosts()).containsExactly("shop.example", "www.shop.example");
    assertThat(app.traits()).containsExactly(DiscoveredApp.Trait.PRODUCTION);
    assertThat(app.status()).isInstanceOf(AppStatus.Starting.class);
    assertThat(((AppStatus.Starting) app.status()).upstream())
        .isEqualTo(Upstream.parse("https://edge.example:8443").withOwnHost(false));
    assertThat(cluster.provider.readiness("shop/web").path()).isEqualTo("/ready");
    assertThat(cluster.provider.readiness("shop/web").probeSuffices()).isFalse();
  }

  @Test
  void workloadWithoutService_isLeftOutAndSaidWhy() {
    cluster.deployment("job-runner", 1, Map.of());

    assertThat(discovered()).isEmpty();
    assertThat(cluster.provider.status("shop/job-runner", cluster.call()))
        .isInstanceOfSatisfying(
            CallOutcome.Refused.class,
            refused -> {
              assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.INVALID);
              assertThat(refused.refusal().message()).contains("no Service selects");
            });
  }

  @Test
  void sleepAndWake_bringBackExactlyWhatWas() {
    store();

    Formation before = running("shop/store").formation();
    AppStatus.Stopped asleep = done(cluster.provider.stop("shop/store", cluster.call()));

    assertThat(before.processes())
        .containsExactly(
            new ProcessType("statefulset/db", 1, ""),
            new ProcessType("deployment/idle", 0, ""),
            new ProcessType("deployment/web", 3, ""),
            new ProcessType("deployment/worker", 2, ""));
    assertThat(asleep.formation()).isEqualTo(before);
    assertThat(pods()).isZero();
    assertThat(status("shop/store")).isEqualTo(asleep);
    assertThat(cluster.deployment("web").getMetadata().getAnnotations())
        .containsEntry("paastis.dev/replicas", "3");
    assertThat(cluster.deployment("idle").getMetadata().getAnnotations())
        .doesNotContainKey("paastis.dev/replicas");

    wake("shop/store", before);
    cluster.controllers.settle();

    assertThat(running("shop/store").formation()).isEqualTo(before);
    assertThat(cluster.replicas("web")).isEqualTo(3);
    assertThat(cluster.replicas("worker")).isEqualTo(2);
    assertThat(cluster.deployment("web").getMetadata().getAnnotations())
        .doesNotContainKey("paastis.dev/replicas");
  }

  @Test
  void lowerOrder_isReadyBeforeTheNextIsScaled() {
    store();
    Formation before = running("shop/store").formation();
    done(cluster.provider.stop("shop/store", cluster.call()));
    cluster.controllers.take(3, 1);
    cluster.server.forget();

    wake("shop/store", before);

    List<String> patched =
        cluster.server.asked().stream()
            .filter(each -> each.method().equals("PATCH"))
            .map(each -> each.path().replaceAll(".*/([^/?]+)(\\?.*)?$", "$1"))
            .toList();
    assertThat(patched).containsExactly("db", "web", "worker");
    assertThat(cluster.time.nanos()).as("the wait for the first").isPositive();
  }

  @Test
  void memoryOfTheEngineLost_theNotesOnTheObjectsSuffice() {
    store();
    Formation before = running("shop/store").formation();
    done(cluster.provider.stop("shop/store", cluster.call()));

    wake("shop/store", Formation.EMPTY);
    cluster.controllers.settle();

    assertThat(running("shop/store").formation()).isEqualTo(before);
  }

  @Test
  void appStoppedByHandWithoutNote_wouldComeBackWithOneReplica() {
    cluster.app("web", 2);
    cluster.scale("web", 0);
    cluster.controllers.settle();

    assertThat(status("shop/web"))
        .isEqualTo(new AppStatus.Stopped(Formation.of("deployment/web", 1, "")));
  }

  @Test
  void stopAndStart_askedTwice_actOnce() {
    cluster.app("web", 2);
    Formation before = running("shop/web").formation();
    done(cluster.provider.stop("shop/web", cluster.call()));
    assertThat(done(cluster.provider.stop("shop/web", cluster.call())).formation())
        .isEqualTo(before);
    wake("shop/web", before);
    cluster.server.forget();

    wake("shop/web", before);

    assertThat(cluster.server.asked()).noneMatch(each -> each.method().equals("PATCH"));
  }

  @Test
  void start_isStartingUntilAnEndpointIsReady() {
    cluster.app("web", 1);
    Formation before = running("shop/web").formation();
    done(cluster.provider.stop("shop/web", cluster.call()));
    cluster.controllers.take(2, 1);
    wake("shop/web", before);

    cluster.controllers.round();
    assertThat(status("shop/web")).isInstanceOf(AppStatus.Starting.class);
    cluster.controllers.settle();
    assertThat(status("shop/web")).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void podThatKeepsCrashing_isToldAsCrashedWithItsLastLines() {
    cluster.app("web", 1);
    done(cluster.provider.stop("shop/web", cluster.call()));
    cluster.controllers.crash("web");
    cluster.server.log("web-0", "listening\nFATAL no database\n");
    wake("shop/web", Formation.of("deployment/web", 1, ""));
    cluster.controllers.settle();

    AppStatus.Crashed crashed = (AppStatus.Crashed) status("shop/web");

    assertThat(crashed.exitCode()).isEqualTo(3);
    assertThat(crashed.tail()).contains("CrashLoopBackOff").endsWith("FATAL no database");
  }

  @Test
  void autoscaledWorkload_comesBackWithinItsBoundsAndMakesNoNews() {
    cluster.app("web", 4);
    cluster.autoscaler("web", 2, 10);
    Formation formation = running("shop/web").formation();
    assertThat(formation).isEqualTo(Formation.of("deployment/web", 2, "autoscaled 2-10"));
    cluster.scale("web", 7);
    assertThat(running("shop/web").formation()).isEqualTo(formation);

    done(cluster.provider.stop("shop/web", cluster.call()));
    wake("shop/web", formation);
    assertThat(cluster.replicas("web")).isEqualTo(7);

    wake("shop/web", formation);
    assertThat(cluster.replicas("web")).as("left to the autoscaler").isEqualTo(7);
  }

  @Test
  void autoscalerRaisedWhileAsleep_isRespectedAtTheWake() {
    cluster.app("web", 1);
    Formation formation = running("shop/web").formation();
    done(cluster.provider.stop("shop/web", cluster.call()));
    cluster.autoscaler("web", 3, 5);

    wake("shop/web", formation);

    assertThat(cluster.replicas("web")).isEqualTo(3);
  }

  @Test
  void scaledObject_isPausedAndGivenBackAsItWas() {
    cluster.app("web", 2);
    cluster.scaledObject("web", Map.of("team", "a \"quoted\" name"));
    Formation formation = running("shop/web").formation();

    done(cluster.provider.stop("shop/web", cluster.call()));
    assertThat(cluster.scaledObjectAnnotations("web"))
        .containsEntry("autoscaling.keda.sh/paused-replicas", "0");
    assertThat(((AppStatus.Stopped) status("shop/web")).formation()).isEqualTo(formation);

    wake("shop/web", formation);
    assertThat(cluster.scaledObjectAnnotations("web"))
        .isEqualTo(Map.of("team", "a \"quoted\" name"));
  }

  @Test
  void scaledObjectThatAPersonHadPaused_isPausedAsBefore() {
    cluster.app("web", 2);
    Map<String, String> paused =
        Map.of("autoscaling.keda.sh/paused-replicas", "2", "autoscaling.keda.sh/paused", "true");
    cluster.scaledObject("web", paused);
    Formation formation = running("shop/web").formation();

    done(cluster.provider.stop("shop/web", cluster.call()));
    wake("shop/web", formation);

    assertThat(cluster.scaledObjectAnnotations("web")).isEqualTo(paused);
    assertThat(cluster.replicas("web")).isEqualTo(2);
  }

  @Test
  void workloadDeletedOrWithoutItsLabel_isGone() {
    cluster.app("web", 1);
    var _ = cluster.admin.apps().deployments().inNamespace(SHOP).withName("web").delete();

    assertThat(status("shop/web")).isInstanceOf(AppStatus.Gone.class);
    assertThat(cluster.provider.stop("shop/web", cluster.call()))
        .isInstanceOf(CallOutcome.Refused.class);
  }

  @Test
  void output_isThatOfAPodThatServes() {
    cluster.app("web", 1);
    cluster.server.log("web-0", "one\ntwo\n");

    assertThat(cluster.provider.output("shop/web", 5)).containsExactly("one", "two");
  }

  @Test
  void thousandDeployments_areOneListOfEachKind() {
    KubernetesClient admin = cluster.admin;
    for (int i = 0; i < 1_000; i++) {
      String namespace = "team-" + i % 10;
      Deployment deployment = ClusterFixture.deploymentOf(namespace, "app-" + i, 1, Map.of());
      var _ = admin.resource(deployment).create();
      cluster.service(namespace, "app-" + i);
    }
    cluster.server.forget();

    assertThat(discovered()).hasSize(1_000);

    assertThat(cluster.server.asked()).hasSize(5);
  }

  /** Four workloads of one app, in two orders. */
  private void store() {
    cluster.statefulSet("db", 1, Map.of("paastis.dev/app", "store", "paastis.dev/order", "-1"));
    cluster.deployment("web", 3, PART_OF_STORE);
    cluster.deployment("worker", 2, PART_OF_STORE);
    cluster.deployment("idle", 0, PART_OF_STORE);
    cluster.service("web");
    cluster.controllers.settle();
  }

  private List<DiscoveredApp> discovered() {
    return done(cluster.provider.discover(cluster.call()));
  }

  private AppStatus status(String ref) {
    return done(cluster.provider.status(ref, cluster.call()));
  }

  private AppStatus.Running running(String ref) {
    return (AppStatus.Running) status(ref);
  }

  private void wake(String ref, Formation formation) {
    var _ = done(cluster.provider.start(ref, formation, cluster.operation(), cluster.call()));
  }

  private int pods() {
    return cluster.admin.pods().inAnyNamespace().list().getItems().size();
  }
}

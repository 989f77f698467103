// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.ClusterFixture.SHOP;
import static dev.paastis.provider.kubernetes.ClusterFixture.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.kubernetes.ApiServer.Asked;
import dev.paastis.schedule.Ticker;
import io.fabric8.kubernetes.api.model.ListMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentListBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesFaultsTest {
  private static final Formation TWO = Formation.of("deployment/web", 2, "");

  private final ClusterFixture cluster = new ClusterFixture();

  @BeforeEach
  void anAppAwake() {
    cluster.app("web", 2);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED",
    "403, FORBIDDEN",
    "422, INVALID",
    "429, RATE_LIMITED",
  })
  void refusalOfTheCluster_isNamed(int status, Refusal.Kind kind) {
    cluster.server.fail(9, _ -> true, status, "because");

    assertRefused(cluster.provider.status("shop/web", cluster.call())).isEqualTo(kind);
    assertRefused(cluster.provider.discover(cluster.call())).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void troubleOfTheCluster_saysNothingOfTheApp(int status) {
    cluster.server.fail(9, _ -> true, status, "etcd is away");

    assertThat(cluster.provider.status("shop/web", cluster.call()))
        .isInstanceOfSatisfying(
            CallOutcome.Unknown.class,
            unknown -> assertThat(unknown.cause()).contains("etcd is away"));
  }

  @Test
  void rightThatIsMissing_isSaidWithVerbResourceAndNamespace() {
    cluster.server.fail(1, KubernetesFaultsTest::isPatchOfWeb, 403, "forbidden");

    var outcome = cluster.provider.stop("shop/web", cluster.call());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            CallOutcome.Refused.class,
            refused ->
                assertThat(refused.refusal().message())
                    .contains("these credentials cannot patch deployments.apps in namespace 'shop'")
                    .contains("the app is as it was"));
    assertThat(cluster.replicas("web")).isEqualTo(2);
  }

  @Test
  void quotaInTheWay_isAQuota() {
    done(cluster.provider.stop("shop/web", cluster.call()));
    cluster.server.fail(
        1, KubernetesFaultsTest::isPatchOfWeb, 403, "exceeded quota: compute, requested: pods=2");

    assertRefused(start()).isEqualTo(Refusal.Kind.QUOTA);
  }

  @Test
  void quotaThatLetsNoPodBeMade_isToldAsCrashed() {
    cluster.controllers.stop();
    var _ =
        cluster
            .admin
            .resource(
                new DeploymentBuilder(cluster.deployment("web"))
                    .withNewStatus()
                    .withReadyReplicas(0)
                    .addNewCondition()
                    .withType("ReplicaFailure")
                    .withStatus("True")
                    .withMessage("exceeded quota: compute")
                    .endCondition()
                    .endStatus()
                    .build())
            .updateStatus();
    var _ = cluster.admin.discovery().v1().endpointSlices().inNamespace(SHOP).delete();

    assertThat(done(cluster.provider.status("shop/web", cluster.call())))
        .isInstanceOfSatisfying(
            AppStatus.Crashed.class, crashed -> assertThat(crashed.tail()).contains("quota"));
  }

  @Test
  void workloadChangedMeanwhile_isReadAgainAndWhatItHadNowIsRemembered() {
    cluster.server.fail(1, KubernetesFaultsTest::isPatchOfWeb, 409, "the object has been modified");
    cluster.time.inNextPause(() -> cluster.scale("web", 5));

    done(cluster.provider.stop("shop/web", cluster.call()));

    assertThat(cluster.deployment("web").getMetadata().getAnnotations())
        .containsEntry("paastis.dev/replicas", "5");
  }

  @Test
  void workloadThatIsChangedEachTime_endsUnknown() {
    cluster.server.fail(
        99, KubernetesFaultsTest::isPatchOfWeb, 409, "the object has been modified");

    assertThat(cluster.provider.stop("shop/web", cluster.call()))
        .isInstanceOf(CallOutcome.Unknown.class);
  }

  @Test
  void clusterAwayDuringAnOrder_isAskedAgain() {
    cluster.server.fail(2, KubernetesFaultsTest::isPatchOfWeb, 503, "leader election");

    assertThat(done(cluster.provider.stop("shop/web", cluster.call())).formation()).isEqualTo(TWO);
    assertThat(cluster.replicas("web")).isZero();
  }

  @Test
  void answerCutOffAfterTheOrder_isFoundCarriedOutAndNotDoneTwice() throws Exception {
    try (Relay relay = new Relay(cluster.server.port());
        Provider provider = cluster.open(relay.port(), Map.of())) {
      relay.cutAnswerTo("PATCH");

      assertThat(done(provider.stop("shop/web", cluster.call())).formation()).isEqualTo(TWO);

      assertThat(cluster.deployment("web").getMetadata().getAnnotations())
          .containsEntry("paastis.dev/replicas", "2");
      assertThat(cluster.server.asked())
          .filteredOn(each -> each.method().equals("PATCH"))
          .hasSize(1);
    }
  }

  @Test
  void clusterThatIsNotThere_isUnknown() throws Exception {
    Relay relay = new Relay(cluster.server.port());
    int nobody = relay.port();
    relay.close();
    try (Provider provider = cluster.open(nobody, Map.of())) {
      assertThat(provider.status("shop/web", cluster.call()))
          .isInstanceOf(CallOutcome.Unknown.class);
    }
  }

  @Test
  void answerThatComesTooLate_endsByTheCall() {
    cluster.server.delay(1, asked -> asked.isListOf("deployments"), Duration.ofMinutes(5));
    Call hurried = Call.wake(Duration.ofMillis(300), Ticker.system());

    assertThat(cluster.provider.status("shop/web", hurried))
        .isInstanceOf(CallOutcome.Unknown.class);
    assertThat(hurried.expired()).isTrue();
  }

  @Test
  void podsThatDoNotGo_endTheStopUnknownByItsDeadline() {
    cluster.controllers.stop();

    assertThat(cluster.provider.stop("shop/web", cluster.call()))
        .isInstanceOfSatisfying(
            CallOutcome.Unknown.class,
            unknown -> assertThat(unknown.cause()).contains("pods of it were still there"));
    assertThat(cluster.provider.status("shop/web", cluster.call()))
        .isInstanceOfSatisfying(
            CallOutcome.Unknown.class,
            unknown -> assertThat(unknown.cause()).contains("'shop/web'", "still there"));
  }

  @Test
  void stopRefusedHalfWay_putsBackWhatWasStopped() {
    var part = Map.of("paastis.dev/app", "web");
    cluster.deployment("worker", 3, part);
    cluster.scaledObject("worker", Map.of());
    cluster.controllers.settle();
    cluster.server.fail(1, KubernetesFaultsTest::isPatchOfWeb, 403, "forbidden");

    assertRefused(cluster.provider.stop("shop/web", cluster.call()))
        .isEqualTo(Refusal.Kind.FORBIDDEN);

    assertThat(cluster.replicas("worker")).isEqualTo(3);
    assertThat(cluster.scaledObjectAnnotations("worker")).isEmpty();
  }

  @Test
  void wakeRefusedHalfWay_saysWhichAndForgetsNothing() {
    cluster.deployment("worker", 3, Map.of("paastis.dev/app", "web"));
    cluster.controllers.settle();
    Formation before =
        ((AppStatus.Running) done(cluster.provider.status("shop/web", cluster.call()))).formation();
    done(cluster.provider.stop("shop/web", cluster.call()));
    cluster.server.fail(1, asked -> asked.isPatchOf("deployments/worker"), 403, "forbidden");

    var woken = cluster.provider.start("shop/web", before, cluster.operation(), cluster.call());

    assertRefused(woken).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(done(cluster.provider.stop("shop/web", cluster.call())).formation())
        .isEqualTo(before);
  }

  @Test
  void firstOfTheOrderThatCrashes_endsTheWake() {
    cluster.statefulSet("db", 1, Map.of("paastis.dev/app", "web", "paastis.dev/order", "-1"));
    cluster.controllers.settle();
    Formation before =
        ((AppStatus.Running) done(cluster.provider.status("shop/web", cluster.call()))).formation();
    done(cluster.provider.stop("shop/web", cluster.call()));
    cluster.controllers.crash("db");

    assertRefused(cluster.provider.start("shop/web", before, cluster.operation(), cluster.call()))
        .isEqualTo(Refusal.Kind.CRASHED);
    assertThat(cluster.replicas("web")).isZero();
  }

  @Test
  void answerWithoutSense_isUnknown() {
    cluster.server.say(9, _ -> true, "<h1>We will be back soon</h1>");

    assertThat(cluster.provider.status("shop/web", cluster.call()))
        .isInstanceOf(CallOutcome.Unknown.class);
  }

  @Test
  void unknownFieldsAndNullLists_areNoTrouble() {
    cluster.server.say(
        1,
        asked -> asked.isListOf("horizontalpodautoscalers"),
        "{\"kind\":\"HorizontalPodAutoscalerList\",\"apiVersion\":\"autoscaling/v2\","
            + "\"metadata\":null,\"items\":null,\"surprise\":{\"a\":1}}");

    assertThat(done(cluster.provider.status("shop/web", cluster.call())))
        .isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void listInPages_isReadToItsEnd() {
    var first =
        new DeploymentListBuilder()
            .withMetadata(new ListMetaBuilder().withContinue("more").build())
            .withItems(
                ClusterFixture.deploymentOf(SHOP, "worker", 1, Map.of("paastis.dev/app", "web")))
            .build();
    cluster.server.say(1, asked -> asked.isListOf("deployments"), Serialization.asJson(first));

    var running = (AppStatus.Running) done(cluster.provider.status("shop/web", cluster.call()));

    assertThat(running.formation().processes())
        .extracting(Formation.ProcessType::name)
        .containsExactly("deployment/web", "deployment/worker");
    assertThat(cluster.server.asked()).anyMatch(each -> each.path().contains("continue=more"));
  }

  @Test
  void clusterWithoutKeda_isNoTrouble() {
    cluster.server.fail(9, asked -> asked.path().contains("keda.sh"), 404, "no such resource");

    assertThat(done(cluster.provider.discover(cluster.call()))).hasSize(1);
  }

  private static boolean isPatchOfWeb(Asked asked) {
    return asked.isPatchOf("deployments/web");
  }

  private CallOutcome<AppStatus.Running> start() {
    return cluster.provider.start("shop/web", TWO, cluster.operation(), cluster.call());
  }

  private static ObjectAssert<Refusal.Kind> assertRefused(CallOutcome<?> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Refused.class);
    return assertThat(((CallOutcome.Refused<?>) outcome).refusal().kind())
        .asInstanceOf(type(Refusal.Kind.class));
  }
}

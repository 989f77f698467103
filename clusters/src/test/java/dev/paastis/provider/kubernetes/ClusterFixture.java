// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Operation;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Secret;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A cluster with controllers at work, and an account on it. */
final class ClusterFixture implements AutoCloseable {
  static final String SHOP = "shop";

  final SteppedTime time = new SteppedTime();
  final ApiServer server = new ApiServer();
  final KubernetesClient admin = server.administrator();
  final Controllers controllers = new Controllers(admin);
  final Provider provider;

  ClusterFixture(Map<String, String> settings) {
    time.inEachPause(controllers::round);
    provider = open(server.port(), settings);
  }

  ClusterFixture() {
    this(Map.of());
  }

  /** An account that reaches the cluster by that port. */
  Provider open(int port, Map<String, String> settings) {
    Map<String, String> texts = new HashMap<>(settings);
    texts.put("server", "http://localhost:" + port);
    return new KubernetesKind()
        .open(
            "",
            new AccountSettings(texts, Map.of("token", new Secret("t0ken"))),
            new ProviderKind.Surroundings(time, time, ApiBudget.UNLIMITED, Path.of("unused")));
  }

  Call call() {
    return Call.wake(Duration.ofSeconds(60), time);
  }

  Operation operation() {
    return new Operation(
        UUID.randomUUID(),
        new EngineId(UUID.randomUUID()),
        time.instant(),
        Cause.of(Cause.Kind.PERSON, "a test"));
  }

  static <T> T done(CallOutcome<T> outcome) {
    if (outcome instanceof CallOutcome.Done<T>(T value)) {
      return value;
    }
    throw new AssertionError("not carried out: " + outcome);
  }

  /** A Deployment of one app, with a Service where it is the first, all pods ready. */
  void app(String name, int replicas) {
    deployment(name, replicas, Map.of());
    service(name);
    controllers.settle();
  }

  void deployment(String name, int replicas, Map<String, String> annotations) {
    deployment(SHOP, name, replicas, annotations);
  }

  void deployment(String namespace, String name, int replicas, Map<String, String> annotations) {
    var _ = admin.resource(deploymentOf(namespace, name, replicas, annotations)).create();
  }

  static Deployment deploymentOf(
      String namespace, String name, int replicas, Map<String, String> annotations) {
    return new DeploymentBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("paastis.dev/enable", "true")
                .withAnnotations(annotations)
                .build())
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("run", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("run", name)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  void statefulSet(String name, int replicas, Map<String, String> annotations) {
    StatefulSet set =
        new StatefulSetBuilder()
            .withMetadata(
                new ObjectMetaBuilder()
                    .withNamespace(SHOP)
                    .withName(name)
                    .addToLabels("paastis.dev/enable", "true")
                    .withAnnotations(annotations)
                    .build())
            .withNewSpec()
            .withReplicas(replicas)
            .withNewSelector()
            .addToMatchLabels("run", name)
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels("run", name)
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    var _ = admin.resource(set).create();
  }

  void service(String name) {
    service(SHOP, name);
  }

  void service(String namespace, String name) {
    var _ =
        admin
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName(name)
                    .endMetadata()
                    .withNewSpec()
                    .withClusterIP("10.1.0.1")
                    .addToSelector("run", name)
                    .addNewPort()
                    .withPort(8080)
                    .withProtocol("TCP")
                    .endPort()
                    .endSpec()
                    .build())
            .create();
  }

  void autoscaler(String deployment, int min, int max) {
    var _ =
        admin
            .resource(
                new HorizontalPodAutoscalerBuilder()
                    .withNewMetadata()
                    .withNamespace(SHOP)
                    .withName(deployment)
                    .endMetadata()
                    .withNewSpec()
                    .withMinReplicas(min)
                    .withMaxReplicas(max)
                    .withNewScaleTargetRef("apps/v1", "Deployment", deployment)
                    .endSpec()
                    .build())
            .create();
  }

  void scaledObject(String deployment, Map<String, String> annotations) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion("keda.sh/v1alpha1");
    object.setKind("ScaledObject");
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(SHOP)
            .withName(deployment)
            .withAnnotations(annotations)
            .build());
    object.setAdditionalProperty(
        "spec", Map.of("scaleTargetRef", Map.of("name", deployment), "minReplicaCount", 0));
    var _ =
        admin
            .genericKubernetesResources(ScaledObject.DEFINITION)
            .inNamespace(SHOP)
            .resource(object)
            .create();
  }

  Map<String, String> scaledObjectAnnotations(String name) {
    Map<String, String> annotations =
        admin
            .genericKubernetesResources(ScaledObject.DEFINITION)
            .inNamespace(SHOP)
            .withName(name)
            .require()
            .getMetadata()
            .getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  Deployment deployment(String name) {
    return admin.apps().deployments().inNamespace(SHOP).withName(name).require();
  }

  int replicas(String name) {
    return deployment(name).getSpec().getReplicas();
  }

  void scale(String name, int replicas) {
    var _ =
        admin
            .apps()
            .deployments()
            .inNamespace(SHOP)
            .withName(name)
            .edit(now ->
                new DeploymentBuilder(now).editSpec().withReplicas(replicas).endSpec().build());
  }

  @Override
  public void close() {
    provider.close();
    server.close();
  }
}

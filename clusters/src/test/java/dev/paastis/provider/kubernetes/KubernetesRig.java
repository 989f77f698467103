// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.ClusterFixture.SHOP;

import dev.paastis.budget.AccountBudget;
import dev.paastis.budget.MemoryBuckets;
import dev.paastis.conformance.Boot;
import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Objection;
import dev.paastis.conformance.Order;
import dev.paastis.conformance.Platform;
import dev.paastis.conformance.Trouble;
import dev.paastis.conformance.VirtualTime;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Secret;
import dev.paastis.provider.kubernetes.ApiServer.Asked;
import dev.paastis.provider.kubernetes.ApiServer.Effect;
import dev.paastis.schedule.Ticker;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.mockwebserver.http.MockResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API server that keeps objects, with controllers at work on virtual time, and a relay before
 * it. An order about an app is a change of each of its workloads: what hinders it strikes the first
 * of them, and what comes after it the last.
 */
final class KubernetesRig implements Platform {
  private static final String TOKEN = "a-very-secret-token";
  private static final String AWAKE = "shop/web";
  private static final String ASLEEP = "shop/asleep";
  private static final int APPS = 5;
  private static final int ALWAYS = 100_000;
  private static final Pattern SCALED_UP = Pattern.compile("\"replicas\"\\s*:\\s*[1-9]");

  private final VirtualTime time = new VirtualTime();
  private final ClusterFixture cluster = new ClusterFixture();
  private final Relay relay = new Relay(cluster.server.port());
  private final Provider provider = open(relay.port());

  KubernetesRig() throws IOException {
    cluster.deployment("web", 3, Map.of());
    cluster.deployment("worker", 2, Map.of("paastis.dev/app", "web"));
    cluster.service("web");
    cluster.deployment("asleep", 0, Map.of());
    cluster.service("asleep");
    for (int i = 2; i < APPS; i++) {
      cluster.deployment("idle-" + i, 0, Map.of());
      cluster.service("idle-" + i);
    }
    cluster.controllers.settle();
    cluster.server.log("web-0", "listening\nready\n");
    time.afterEachStep(cluster.controllers::round);
  }

  private Provider open(int port) {
    var budget = new AccountBudget(new UUID(0, 2), MemoryBuckets.full(), time, time);
    return new KubernetesKind()
        .open(
            "",
            new AccountSettings(
                Map.of("server", "http://localhost:" + port), Map.of("token", new Secret(TOKEN))),
            new ProviderKind.Surroundings(time, time, budget, Path.of("unused")));
  }

  @Override
  public Map<Feature, String> lacks() {
    return Map.of(
        Feature.MANY_APPS, "the server keeps its objects in one list and is slow at thousands",
        Feature.EXPIRING_CREDENTIALS, "the client reads a pod's own token anew by itself",
        Feature.CLOCK, "the server runs in the test, by the test's clock",
        Feature.RENAME, "objects keep their names");
  }

  @Override
  public String kind() {
    return "kubernetes";
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  public Provider restricted() {
    cluster.server.deny("patch deployments");
    cluster.server.fail(ALWAYS, asked -> asked.method().equals("PATCH"), 403, "forbidden");
    return provider;
  }

  @Override
  public Ticker ticker() {
    return time;
  }

  @Override
  public List<String> secrets() {
    return List.of(TOKEN);
  }

  @Override
  public int apps() {
    return APPS;
  }

  @Override
  public String awake() {
    return AWAKE;
  }

  @Override
  public String asleep() {
    return ASLEEP;
  }

  @Override
  public String name(String ref) {
    return first(ref) + "-" + SHOP;
  }

  /** By what stands in front of its pods: a Service leads only to those that are ready. */
  @Override
  public boolean answers(String ref) {
    var slices = cluster.admin.discovery().v1().endpointSlices().inNamespace(SHOP);
    var slice = slices.withName(first(ref) + "-1").get();
    return slice != null
        && slice.getEndpoints().stream().anyMatch(each -> each.getConditions().getReady());
  }

  @Override
  public long starts() {
    return cluster.server.patched().stream()
        .filter(
            asked -> asked.isPatchOf("deployments/web") || asked.isPatchOf("deployments/asleep"))
        .filter(KubernetesRig::scalesUp)
        .count();
  }

  @Override
  public long calls() {
    return cluster.server.asked().size();
  }

  @Override
  public void trouble(Order on, int times, Trouble trouble) {
    cluster.server.strike(times, asked -> strikes(on, trouble, asked), effect(trouble));
  }

  private static boolean strikes(Order on, Trouble trouble, Asked asked) {
    boolean after = trouble instanceof Trouble.CutAfter || trouble instanceof Trouble.Meanwhile;
    return switch (on) {
      case LOOK -> asked.method().equals("GET") && !asked.path().contains("watch=true");
      case START -> asked.isPatchOf(after ? "deployments/worker" : "deployments");
      case STOP -> asked.isPatchOf(after ? "deployments/web" : "deployments");
      case DELETE -> asked.method().equals("DELETE");
    };
  }

  private Effect effect(Trouble trouble) {
    return switch (trouble) {
      case Trouble.TooMany(Duration retryAfter) -> _ -> tooMany(retryAfter);
      case Trouble.Broken(int status) -> _ -> ApiServer.refusal(status, "broken");
      case Trouble.CutBefore() ->
          _ -> {
            cut(false);
            return ApiServer.refusal(500, "nobody hears this");
          };
      case Trouble.CutAfter() -> // the adapter would look and find it carried out: not even that
          work -> {
            MockResponse answer = work.get();
            cut(true);
            return answer;
          };
      case Trouble.Late(Duration by) -> _ -> ApiServer.refusal(500, "too late").setBodyDelay(by);
      case Trouble.Nonsense() ->
          _ -> new MockResponse().setResponseCode(200).setBody("<h1>We will be back soon</h1>");
      case Trouble.Odd() -> work -> odd(work.get());
      case Trouble.Meanwhile(Runnable what) ->
          work -> {
            MockResponse answer = work.get();
            what.run();
            return answer;
          };
    };
  }

  private static MockResponse tooMany(@Nullable Duration retryAfter) {
    MockResponse busy = ApiServer.refusal(429, "slow down");
    if (retryAfter == null) {
      return busy;
    }
    String details = "{\"details\":{\"retryAfterSeconds\":%d},".formatted(retryAfter.toSeconds());
    return busy.setBody(text(busy).replaceFirst("\\{", details));
  }

  private static MockResponse odd(MockResponse answer) {
    String odd = text(answer).replaceFirst("\\{", "{\"surprise\":{\"a\":[1]},\"nothing\":null,");
    return new MockResponse()
        .setResponseCode(answer.code())
        .setBody(
            odd.replace("\"metadata\":{", "\"metadata\":{\"surprise\":1,\"managedFields\":null,"));
  }

  private static String text(MockResponse answer) {
    return new String(answer.getBody().getBytes(), StandardCharsets.UTF_8);
  }

  private void cut(boolean forGood) {
    try {
      relay.refuse(forGood);
      relay.cutAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void calm() {
    cluster.server.calm();
    try {
      relay.refuse(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void revoke() {
    cluster.server.lock(true);
  }

  @Override
  public void readmit() {
    cluster.server.lock(false);
  }

  @Override
  public void changeFormation(String ref) {
    edit(
        "worker",
        now -> now.editMetadata().addToAnnotations("paastis.dev/replicas", "7").endMetadata());
  }

  @Override
  public void startByHand(String ref) {
    cluster.scale(first(ref), 1);
  }

  @Override
  public void stopByHand(String ref) {
    workloads(ref).forEach(each -> cluster.scale(each, 0));
  }

  /** What has lost its label is seen no more. */
  @Override
  public void transfer(String ref) {
    workloads(ref)
        .forEach(each ->
            edit(
                each,
                now -> now.editMetadata().removeFromLabels("paastis.dev/enable").endMetadata()));
  }

  @Override
  public void delete(String ref) {
    for (String each : workloads(ref)) {
      var _ = cluster.admin.apps().deployments().inNamespace(SHOP).withName(each).delete();
    }
  }

  @Override
  public void boot(String ref, Boot how) {
    switch (how) {
      case SUCCEEDS -> cluster.controllers.mend(first(ref));
      case FAILS -> cluster.controllers.crash(first(ref));
      case NEVER_ENDS -> cluster.controllers.hang(first(ref));
    }
  }

  @Override
  public void neverStop(String ref) {
    cluster.controllers.stop();
  }

  @Override
  public void refuseStart(String ref, Objection why) {
    MockResponse answer =
        switch (why) {
          case PAYMENT -> ApiServer.refusal(403, "exceeded quota: compute, requested: pods=3");
          case PERMISSION -> ApiServer.refusal(403, "forbidden");
          case SENSE -> ApiServer.refusal(422, "spec.replicas: Invalid value");
        };
    cluster.server.strike(ALWAYS, KubernetesRig::scalesUp, _ -> answer);
  }

  @Override
  public void startPartly(String ref) {
    cluster.server.fail(1, asked -> asked.isPatchOf("deployments/worker"), 403, "forbidden");
  }

  @Override
  public void close() throws IOException {
    provider.close();
    relay.close();
    cluster.close();
  }

  private static boolean scalesUp(Asked asked) {
    return asked.method().equals("PATCH") && SCALED_UP.matcher(asked.body()).find();
  }

  private static String first(String ref) {
    return ref.substring(ref.indexOf('/') + 1);
  }

  private static List<String> workloads(String ref) {
    return ref.equals(AWAKE) ? List.of("web", "worker") : List.of(first(ref));
  }

  private void edit(String deployment, UnaryOperator<DeploymentBuilder> change) {
    var _ =
        cluster
            .admin
            .apps()
            .deployments()
            .inNamespace(SHOP)
            .withName(deployment)
            .edit(now -> change.apply(new DeploymentBuilder(now)).build());
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.ClusterFixture.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.app.Formation;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import dev.paastis.provider.Secret;
import dev.paastis.provider.kubernetes.KubernetesSettings.Login;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesKindTest {
  private static final Path MANIFEST = Path.of("../deploy/kubernetes-rbac.yaml");

  @TempDir private Path folder;

  @Test
  void kind_isFoundByName() {
    assertThat(ServiceLoader.load(ProviderKind.class))
        .extracting(ProviderKind::name)
        .containsExactly("kubernetes");
  }

  @Test
  void manifest_grantsExactlyWhatTheCodeUses() throws Exception {
    assertThat(granted())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Need.values())
                .map(need -> need.verb() + " " + need.group() + "/" + need.resource())
                .toList());
  }

  @Test
  void requests_needNoMoreThanTheManifestGrants() throws Exception {
    try (ClusterFixture cluster = new ClusterFixture()) {
      cluster.app("web", 1);
      cluster.scaledObject("web", Map.of());
      cluster.provider.watch(_ -> {});
      List<DiscoveredApp> found = done(cluster.provider.discover(cluster.call()));
      done(cluster.provider.stop("shop/web", cluster.call()));
      done(
          cluster.provider.start("shop/web", Formation.EMPTY, cluster.operation(), cluster.call()));
      cluster.controllers.settle();
      done(cluster.provider.status("shop/web", cluster.call()));
      var _ = cluster.provider.output("shop/web", 3);

      assertThat(found).hasSize(1);
      assertThat(granted())
          .containsAll(cluster.server.asked().stream().map(KubernetesKindTest::right).toList());
    }
  }

  @Test
  void rightsThatAreMissing_areSaidInWords() {
    try (ClusterFixture cluster = new ClusterFixture(Map.of("namespace", "shop"))) {
      cluster.app("web", 1);
      cluster.server.deny("patch statefulsets");
      cluster.server.deny("get pods/log");

      Rights rights = done(cluster.provider.rights(cluster.call()));

      assertThat(rights.apps()).isEqualTo(1);
      assertThat(rights.missing())
          .containsExactly(
              "these credentials cannot patch statefulsets.apps in namespace 'shop'; grant it, as"
                  + " deploy/kubernetes-rbac.yaml does",
              "these credentials cannot get pods/log in namespace 'shop'; grant it, as"
                  + " deploy/kubernetes-rbac.yaml does");
    }
  }

  @Test
  void credentialsThatAreWrong_areUnauthorized() {
    try (ClusterFixture cluster = new ClusterFixture()) {
      cluster.server.fail(99, _ -> true, 401, "Unauthorized");

      assertThat(cluster.provider.rights(cluster.call()))
          .isInstanceOfSatisfying(
              CallOutcome.Refused.class,
              refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED));
    }
  }

  @Test
  void namespacesNamed_areAskedOneByOneAndNoOthers() {
    try (ClusterFixture cluster = new ClusterFixture();
        Provider provider =
            cluster.open(cluster.server.port(), Map.of("namespace", "shop, staging"))) {
      cluster.app("web", 1);
      cluster.deployment("staging", "web", 1, Map.of());
      cluster.service("staging", "web");
      cluster.deployment("other", "web", 1, Map.of());
      cluster.service("other", "web");

      assertThat(done(provider.discover(cluster.call())))
          .extracting(DiscoveredApp::ref)
          .containsExactly("shop/web", "staging/web");
    }
  }

  @Test
  void podOfTheCluster_usesItsOwnAccountAndReadsTheTokenAnew() throws Exception {
    Files.writeString(folder.resolve("token"), "first\n");
    Config config =
        new Credentials(
                Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "6443"),
                folder,
                folder)
            .config(new Login.Found(null));
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("first");

    Files.writeString(folder.resolve("token"), "second\n");

    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("second");
    assertThat(config.getMasterUrl()).startsWith("https://10.0.0.1:6443");
  }

  @Test
  void userOfAMachine_usesTheirKubeconfigAndContext() throws Exception {
    Path kubeconfig = Files.createDirectories(folder.resolve(".kube")).resolve("config");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: first
        clusters:
        - {name: one, cluster: {server: "https://one.example:6443"}}
        - {name: two, cluster: {server: "https://two.example:6443"}}
        users:
        - {name: me, user: {token: abc}}
        contexts:
        - {name: first, context: {cluster: one, user: me}}
        - {name: second, context: {cluster: two, user: me}}
        """);
    Credentials credentials = new Credentials(Map.of(), folder, folder);

    assertThat(credentials.config(new Login.Found(null)).getMasterUrl())
        .startsWith("https://one.example:6443");
    assertThat(credentials.config(new Login.Found("second")).getMasterUrl())
        .startsWith("https://two.example:6443");
    assertThatThrownBy(() -> credentials.config(new Login.Found("third")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no context 'third'");
  }

  @Test
  void machineWithoutKubeconfig_isToldWhatToSet() {
    assertThatThrownBy(
            () -> new Credentials(Map.of(), folder, folder).config(new Login.Found(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set 'kubeconfig', or 'server' and 'token'");
  }

  @Test
  void token_isNotPrinted() {
    var login = new Login.Direct(URI.create("https://cluster.example"), new Secret("t0p"), null);

    assertThat(login.toString()).doesNotContain("t0p");
  }

  /** Verb, group and resource of what a request asks for, as the cluster authorises it. */
  private static String right(ApiServer.Asked asked) {
    String path = asked.path().replaceAll("\\?.*", "");
    String group = path.startsWith("/api/") ? "" : path.split("/", -1)[2];
    String rest = path.replaceAll("^/apis?(/[^/]+)?/v[^/]+(/namespaces/[^/]+)?/", "");
    String[] parts = rest.split("/", -1);
    String resource = parts.length == 3 ? parts[0] + "/" + parts[2] : parts[0];
    String verb =
        switch (asked.method()) {
          case "PATCH" -> "patch";
          case "GET" ->
              asked.path().contains("watch=true") ? "watch" : parts.length == 1 ? "list" : "get";
          default -> asked.method();
        };
    return verb + " " + group + "/" + resource;
  }

  private static List<String> granted() throws Exception {
    List<String> granted = new ArrayList<>();
    for (String document : Files.readString(MANIFEST).split("(?m)^---$", -1)) {
      if (document.contains("kind: ClusterRole\n")
          && Serialization.unmarshal(document, HasMetadata.class) instanceof ClusterRole role) {
        role.getRules().forEach(rule -> add(rule, granted));
      }
    }
    return granted;
  }

  private static void add(PolicyRule rule, List<String> granted) {
    for (String group : rule.getApiGroups()) {
      for (String resource : rule.getResources()) {
        for (String verb : rule.getVerbs()) {
          granted.add(verb + " " + group + "/" + resource);
        }
      }
    }
  }
}

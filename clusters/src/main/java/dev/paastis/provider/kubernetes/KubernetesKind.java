// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Setting;
import dev.paastis.provider.kubernetes.KubernetesSettings.Login;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Kubernetes: what an account of it says, and what sleeping means there. */
public final class KubernetesKind implements ProviderKind {
  private static final String KUBECONFIG = "kubeconfig";
  private static final String CONTEXT = "context";
  private static final String NAMESPACE = "namespace";
  private static final String LABEL = "label";
  private static final String SERVER = "server";
  private static final String TOKEN = "token";
  private static final String AUTHORITY = "certificate-authority";

  private final Credentials credentials;

  /** Finds credentials where this process would. */
  public KubernetesKind() {
    this(Credentials.ofThisProcess());
  }

  KubernetesKind(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public String title() {
    return "Kubernetes";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.text(
            KUBECONFIG,
            null,
            "Path of a kubeconfig; otherwise the pod's own account, $KUBECONFIG or ~/.kube/config"),
        Setting.text(CONTEXT, null, "Context of the kubeconfig; otherwise its current one"),
        Setting.text(
            NAMESPACE, null, "Namespaces to keep to, separated by commas; otherwise all of them"),
        Setting.text(
            LABEL,
            KubernetesSettings.DEFAULT_LABEL,
            "Label selector of the Deployments and StatefulSets that may sleep"),
        Setting.url(SERVER, null, "Address of the API server, in place of a kubeconfig"),
        new Setting(
            TOKEN,
            Setting.Type.SECRET,
            false,
            null,
            List.of(),
            "Token of a service account, needed with 'server'"),
        Setting.text(
            AUTHORITY, null, "Path of the cluster's authority certificate (PEM), with 'server'"));
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Capabilities.Stop.LATER,
        Capabilities.Proof.PROBE_AND_STATUS,
        Capabilities.Listing.PAGES,
        Capabilities.Changes.TOLD,
        Capabilities.Work.UNTOLD,
        List.of(
            "replicas of each Deployment and StatefulSet, also as annotation "
                + Annotations.REPLICAS
                + " on it",
            "the annotation by which a ScaledObject of KEDA was paused or not"),
        List.of(
            "nodes, until the cluster's own autoscaler takes them away",
            "persistent volumes and load balancers"),
        List.of(
            "CronJobs and Jobs, also those that belong to the app", "workloads without the label"),
        List.of("what containers keep in memory, in emptyDir volumes and in their own file system"),
        List.of(
            "a ResourceQuota that others have used up meanwhile holds the wake back",
            "an app needs a Service, or annotation " + Annotations.UPSTREAM));
  }

  @Override
  public List<ApiLimit> limits() {
    return List.of(Cluster.LIMIT);
  }

  @Override
  public String rights() {
    return "list and watch workloads, list what is around them, patch workloads and ScaledObjects:"
        + " the role in deploy/kubernetes-rbac.yaml, see"
        + " https://kubernetes.io/docs/reference/access-authn-authz/rbac/";
  }

  @Override
  public Provider open(String region, AccountSettings settings, Surroundings around) {
    Config config = credentials.config(login(settings));
    var client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new JdkHttpClientFactory())
            .withKubernetesSerialization(lenient())
            .build();
    return new KubernetesProvider(read(settings), client, around.budget(), around.ticker());
  }

  /** Lists of what an extension defines would otherwise not bear a field that nobody knows. */
  private static KubernetesSerialization lenient() {
    var mapper = new ObjectMapper();
    mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    return new KubernetesSerialization(mapper, true);
  }

  private static KubernetesSettings read(AccountSettings settings) {
    List<String> namespaces =
        said(settings, NAMESPACE).stream()
            .flatMap(text -> Stream.of(text.split("[,\\s]+")))
            .filter(each -> !each.isEmpty())
            .distinct()
            .toList();
    return new KubernetesSettings(
        login(settings),
        namespaces,
        said(settings, LABEL).orElse(KubernetesSettings.DEFAULT_LABEL));
  }

  private static Login login(AccountSettings settings) {
    Optional<String> server = said(settings, SERVER);
    String context = said(settings, CONTEXT).orElse(null);
    if (server.isPresent()) {
      return new Login.Direct(
          address(server.get()), settings.requiredSecret(TOKEN), path(settings, AUTHORITY));
    }
    Path kubeconfig = path(settings, KUBECONFIG);
    return kubeconfig == null
        ? new Login.Found(context)
        : new Login.Kubeconfig(kubeconfig, context);
  }

  private static URI address(String text) {
    URI address = URI.create(text);
    if (address.getHost() == null) {
      throw new IllegalArgumentException(
          "'server' must read like https://203.0.113.7:6443, got: " + text);
    }
    return address;
  }

  private static @Nullable Path path(AccountSettings settings, String name) {
    try {
      return said(settings, name).map(Path::of).orElse(null);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + name + "' must be a path: " + e.getMessage(), e);
    }
  }

  private static Optional<String> said(AccountSettings settings, String name) {
    return settings.text(name).map(String::strip).filter(text -> !text.isEmpty());
  }
}

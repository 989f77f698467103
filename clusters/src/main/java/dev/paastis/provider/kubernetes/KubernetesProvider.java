// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.Sequel.then;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import dev.paastis.schedule.Ticker;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Apps that are Deployments and StatefulSets of one Kubernetes cluster, chosen by a label. Those
 * that name the same app in a namespace form one, and its processes are the workloads. Safe for use
 * by many threads.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/">Kubernetes API</a>
 */
final class KubernetesProvider implements Provider {
  private static final Logger LOG = System.getLogger(KubernetesProvider.class.getName());
  private static final Duration PROBE_EVERY = Duration.ofMillis(20);
  private static final Duration PROBE_AT_MOST = Duration.ofMillis(100);

  /** One status costs six small requests. */
  private static final Duration STATUS_EVERY = Duration.ofMillis(500);

  private static final Duration OUTPUT_TIME = Duration.ofSeconds(5);

  private final KubernetesSettings settings;
  private final Ticker ticker;
  private final Cluster cluster;
  private final Inventory inventory;
  private final Survey survey;
  private final Logs logs;
  private final Standing standing;
  private final Wake wake;
  private final Sleep sleep;
  private final Watching watching;

  /** Paths of readiness by app, learnt from what was last read. */
  private final Map<String, String> readinessPaths = new ConcurrentHashMap<>();

  /** Apps that cannot be reached, so that each is complained of once. */
  private final Set<String> unreachable = ConcurrentHashMap.newKeySet();

  KubernetesProvider(
      KubernetesSettings settings, KubernetesClient client, ApiBudget budget, Ticker ticker) {
    this.settings = settings;
    this.ticker = ticker;
    this.cluster = new Cluster(client, budget);
    this.inventory = new Inventory(cluster, settings.label());
    this.survey = new Survey(inventory);
    this.logs = new Logs(cluster);
    this.standing = new Standing(inventory, logs);
    Edits edits = new Edits(cluster, inventory, ticker);
    this.wake = new Wake(survey, inventory, edits, standing, ticker);
    this.sleep = new Sleep(survey, inventory, edits, wake, ticker);
    this.watching = new Watching(client, settings);
  }

  @Override
  public CallOutcome<Rights> rights(Call call) {
    return then(
        new RightsCheck(cluster, settings.scopes()).missing(call),
        missing ->
            switch (discover(call)) {
              case CallOutcome.Done<List<DiscoveredApp>>(var apps) ->
                  CallOutcome.done(new Rights(owner(), apps.size(), missing));
              case CallOutcome.Refused<List<DiscoveredApp>>(Refusal(var kind, var _))
                  when kind == Refusal.Kind.FORBIDDEN && !missing.isEmpty() ->
                  CallOutcome.done(new Rights(owner(), 0, missing));
              case CallOutcome.Refused<List<DiscoveredApp>>(var refusal) ->
                  new CallOutcome.Refused<>(refusal);
              case CallOutcome.Unknown<List<DiscoveredApp>>(String cause) ->
                  CallOutcome.unknown(cause);
            });
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    List<DiscoveredApp> apps = new ArrayList<>();
    for (String scope : settings.scopes()) {
      CallOutcome<List<Survey.Finding>> found = survey.findings(scope, call);
      if (!(found instanceof CallOutcome.Done<List<Survey.Finding>>(var findings))) {
        return found.map(_ -> List.of());
      }
      findings.forEach(finding -> discovered(finding).ifPresent(apps::add));
    }
    return CallOutcome.done(apps);
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    return orGone(
        then(
            survey.find(ref, call),
            app -> {
              learn(app);
              return standing.of(app, call);
            }));
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    return wake.run(ref, formation, call);
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    return sleep.run(ref, call);
  }

  /**
   * What answers in front of a Service without pods may look alive, an ingress for example, so the
   * cluster must agree.
   */
  @Override
  public Readiness readiness(String ref) {
    return new Readiness(readinessPaths.get(ref), false, PROBE_EVERY, PROBE_AT_MOST, STATUS_EVERY);
  }

  @Override
  public List<String> output(String ref, int lines) {
    Call call = Call.discovery(OUTPUT_TIME, ticker);
    return lines > 0
            && survey.find(ref, call) instanceof CallOutcome.Done<ClusterApp>(ClusterApp app)
        ? output(app, lines, call)
        : List.of();
  }

  @Override
  public void watch(Consumer<String> changedRef) {
    watching.begin(changedRef);
  }

  @Override
  public void close() {
    watching.close();
    cluster.close();
  }

  private List<String> output(ClusterApp app, int lines, Call call) {
    for (Workload workload : app.serving()) {
      if (inventory.pods(workload, call) instanceof CallOutcome.Done<List<Pod>>(var pods)
          && !pods.isEmpty()) {
        return Pods.trouble(pods)
            .map(trouble -> logs.of(trouble, lines, call))
            .orElseGet(() -> logs.of(pods.getFirst(), lines, call));
      }
    }
    return List.of();
  }

  private Optional<DiscoveredApp> discovered(Survey.Finding finding) {
    ClusterApp app = finding.app();
    if (app == null) {
      complain(finding);
      return Optional.empty();
    }
    learn(app);
    String ref = app.ref().toString();
    return Optional.of(
        new DiscoveredApp(
            ref, name(app.ref()), app.hosts(), app.statusByCounts(), app.traits(), app.labels()));
  }

  private void complain(Survey.Finding finding) {
    if (unreachable.add(finding.ref().toString())) {
      LOG.log(Level.WARNING, "left out: " + finding.problem());
    }
  }

  private void learn(ClusterApp app) {
    String ref = app.ref().toString();
    unreachable.remove(ref);
    readinessPaths.compute(ref, (_, _) -> app.readinessPath().orElse(null));
  }

  /** Names are unique in a namespace only. */
  private String name(Ref ref) {
    return settings.namespaces().size() == 1 ? ref.name() : ref.name() + "-" + ref.namespace();
  }

  private String owner() {
    var config = cluster.client().getConfiguration();
    return config.getCurrentContext() == null
        ? config.getMasterUrl()
        : config.getCurrentContext().getName();
  }

  private static CallOutcome<AppStatus> orGone(CallOutcome<AppStatus> status) {
    return status instanceof CallOutcome.Refused<AppStatus>(Refusal(var kind, var _))
            && kind == Refusal.Kind.NOT_FOUND
        ? CallOutcome.done(new AppStatus.Gone())
        : status;
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hears of changes to workloads from the cluster itself. The client lists, watches, and after a cut
 * goes on where it was or lists again; what was there when it first listed is no news.
 */
final class Watching implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Watching.class.getName());

  private final KubernetesClient client;
  private final KubernetesSettings settings;

  /** What was last told of each workload, by its kind, namespace and name. */
  private final Map<String, Sight> seen = new ConcurrentHashMap<>();

  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private boolean closed;

  Watching(KubernetesClient client, KubernetesSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** Begins, without waiting for the first list. A second call does nothing. */
  synchronized void begin(Consumer<String> changedRef) {
    if (closed || !informers.isEmpty()) {
      return;
    }
    for (String namespace : settings.scopes()) {
      begin(deployments(namespace), new Listener<>(Workload::of, changedRef));
      begin(statefulSets(namespace), new Listener<>(Workload::of, changedRef));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    informers.forEach(SharedIndexInformer::stop);
    informers.clear();
  }

  private <T extends HasMetadata> void begin(Informable<T> kind, Listener<T> listener) {
    SharedIndexInformer<T> informer = kind.runnableInformer(0);
    informers.add(informer);
    var _ = informer.addEventHandler(listener).exceptionHandler((_, e) -> goesOn(e));
    var _ =
        informer
            .start()
            .whenComplete((_, e) -> {
              if (e != null && !isClosed()) {
                LOG.log(Level.WARNING, "changes in the cluster are found later, not told", e);
              }
            });
  }

  private boolean goesOn(Throwable e) {
    if (isClosed()) {
      return false;
    }
    LOG.log(Level.INFO, "the watch on the cluster was cut and begins again: " + e);
    return true;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private Informable<Deployment> deployments(String namespace) {
    var all = client.apps().deployments();
    return namespace.isEmpty()
        ? all.inAnyNamespace().withLabelSelector(settings.label())
        : all.inNamespace(namespace).withLabelSelector(settings.label());
  }

  private Informable<StatefulSet> statefulSets(String namespace) {
    var all = client.apps().statefulSets();
    return namespace.isEmpty()
        ? all.inAnyNamespace().withLabelSelector(settings.label())
        : all.inNamespace(namespace).withLabelSelector(settings.label());
  }

  /** Of a workload, what makes a difference to an app's status. */
  private record Sight(boolean there, int wanted, boolean ready, Map<String, String> annotations) {
    static Sight of(Workload workload) {
      return new Sight(true, workload.scale().wanted(), workload.isReady(), workload.annotations());
    }

    static Sight gone() {
      return new Sight(false, 0, false, Map.of());
    }
  }

  private final class Listener<T extends HasMetadata> implements ResourceEventHandler<T> {
    private final Function<T, Workload> read;
    private final Consumer<String> changedRef;

    Listener(Function<T, Workload> read, Consumer<String> changedRef) {
      this.read = read;
      this.changedRef = changedRef;
    }

    @Override
    public void onAdd(T object) {
      Workload workload = read.apply(object);
      Sight now = Sight.of(workload);
      Sight before = seen.put(key(workload), now);
      if (before != null && !before.equals(now)) {
        tell(workload);
      }
    }

    @Override
    public void onUpdate(T old, T object) {
      Workload workload = read.apply(object);
      Sight now = Sight.of(workload);
      if (!now.equals(seen.put(key(workload), now))) {
        tell(workload);
      }
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      Workload workload = read.apply(object);
      seen.put(key(workload), Sight.gone());
      tell(workload);
    }

    private void tell(Workload workload) {
      changedRef.accept(Ref.of(workload).toString());
    }

    private String key(Workload workload) {
      return workload.namespace() + "/" + workload.process();
    }
  }
}

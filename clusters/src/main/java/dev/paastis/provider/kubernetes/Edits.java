// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Changes objects of the cluster. Each change is worked out from what was read and holds for that
 * version only; where somebody else was faster, or an answer was lost, the object is read again and
 * the change worked out anew, so that nothing is done twice and nothing of others is undone.
 */
final class Edits {
  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final Cluster cluster;
  private final Inventory inventory;
  private final Ticker ticker;

  Edits(Cluster cluster, Inventory inventory, Ticker ticker) {
    this.cluster = cluster;
    this.inventory = inventory;
    this.ticker = ticker;
  }

  /** Changes a workload; empty when there is nothing to change. */
  CallOutcome<Workload> workload(
      Workload seen, Function<Workload, Optional<Patch>> change, Call call) {
    return until(
        new Editing<>(
            seen.process() + " in namespace '" + seen.namespace() + "'",
            change,
            (now, patch) -> send(now, patch, call),
            () ->
                inventory
                    .workloads(seen.kind(), seen.namespace(), call)
                    .map(found -> same(found, seen)),
            call),
        seen);
  }

  /** Changes a ScaledObject; empty when there is nothing to change. */
  CallOutcome<ScaledObject> scaledObject(
      ScaledObject seen, Function<ScaledObject, Optional<Patch>> change, Call call) {
    return until(
        new Editing<>(
            seen.extra() + " in namespace '" + seen.namespace() + "'",
            change,
            (now, patch) -> send(now, patch, call),
            () ->
                inventory
                    .scaledObjects(seen.namespace(), call)
                    .map(found -> sameObject(found, seen)),
            call),
        seen);
  }

  private <T> CallOutcome<T> until(Editing<T> editing, T seen) {
    Optional<T> now = Optional.of(seen);
    CallOutcome<T> last = CallOutcome.unknown("no time was left to change " + editing.what());
    for (int attempt = 0; attempt < ATTEMPTS && !editing.call().expired(); attempt++) {
      if (attempt > 0) {
        switch (again(editing)) {
          case CallOutcome.Done<Optional<T>>(var found) -> now = found;
          case CallOutcome.Refused<Optional<T>>(var refusal) -> {
            return new CallOutcome.Refused<>(refusal);
          }
          case CallOutcome.Unknown<Optional<T>> _ -> {
            continue; // the cluster is away: the next attempt reads before it writes
          }
        }
      }
      if (now.isEmpty()) {
        return CallOutcome.refused(
            Refusal.Kind.NOT_FOUND, editing.what() + " is gone or has lost its label");
      }
      last = attempt(editing, now.get());
      if (!(last instanceof CallOutcome.Unknown<T>)) {
        return last;
      }
    }
    return last;
  }

  private <T> CallOutcome<Optional<T>> again(Editing<T> editing) {
    try {
      ticker.pause(editing.call().atMost(PAUSE));
      return editing.reread().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CallOutcome.unknown("interrupted");
    }
  }

  private static <T> CallOutcome<T> attempt(Editing<T> editing, T now) {
    Optional<Patch> patch = editing.change().apply(now);
    if (patch.isEmpty()) {
      return CallOutcome.done(now);
    }
    return Sequel.then(
        editing.send().apply(now, patch.get()),
        changed ->
            changed
                .map(CallOutcome::done)
                .orElseGet(() ->
                    CallOutcome.unknown(
                        editing.what() + " was changed by somebody else each time")));
  }

  private CallOutcome<Optional<Workload>> send(Workload now, Patch patch, Call call) {
    String json = patch.json(version(now.object()));
    return switch (now.object()) {
      case Deployment deployment ->
          patched(
                  now.kind().patch(),
                  now.namespace(),
                  call,
                  client -> client.resource(deployment).patch(MERGE, json))
              .map(changed -> changed.map(Workload::of));
      case StatefulSet set ->
          patched(
                  now.kind().patch(),
                  now.namespace(),
                  call,
                  client -> client.resource(set).patch(MERGE, json))
              .map(changed -> changed.map(Workload::of));
      default -> throw new IllegalStateException("no workload: " + now.object().getClass());
    };
  }

  private CallOutcome<Optional<ScaledObject>> send(ScaledObject now, Patch patch, Call call) {
    GenericKubernetesResource object = now.object();
    String json = patch.json(version(object));
    return patched(
            Need.PATCH_SCALED_OBJECTS,
            now.namespace(),
            call,
            client ->
                client
                    .genericKubernetesResources(ScaledObject.DEFINITION)
                    .inNamespace(now.namespace())
                    .resource(object)
                    .patch(MERGE, json))
        .map(changed -> changed.map(ScaledObject::new));
  }

  /** Empty when the object is not as it was read any more. */
  private <T> CallOutcome<Optional<T>> patched(
      Need need, String namespace, Call call, Function<KubernetesClient, T> patch) {
    return cluster.ask(
        need,
        namespace,
        call,
        client -> {
          try {
            return Optional.of(patch.apply(client));
          } catch (KubernetesClientException e) {
            if (e.getCode() == Failures.CONFLICT) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static Optional<Workload> same(List<Workload> found, Workload seen) {
    return found.stream().filter(each -> each.name().equals(seen.name())).findFirst();
  }

  private static Optional<ScaledObject> sameObject(List<ScaledObject> found, ScaledObject seen) {
    return found.stream().filter(each -> each.name().equals(seen.name())).findFirst();
  }

  private static String version(HasMetadata object) {
    return object.getMetadata().getResourceVersion();
  }

  /** How one object is changed: what to say of it, and the steps. */
  private record Editing<T>(
      String what,
      Function<T, Optional<Patch>> change,
      BiFunction<T, Patch, CallOutcome<Optional<T>>> send,
      Supplier<CallOutcome<Optional<T>>> reread,
      Call call) {}
}

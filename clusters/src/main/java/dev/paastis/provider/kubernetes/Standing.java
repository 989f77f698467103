// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.Sequel.then;

import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an app is, in detail: its ready endpoints, and where there is none, its pods' own troubles.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/">Endpoint
 *     slices</a>
 */
final class Standing {
  private static final int TAIL_LINES = 20;

  private final Inventory inventory;
  private final Logs logs;

  Standing(Inventory inventory, Logs logs) {
    this.inventory = inventory;
    this.logs = logs;
  }

  CallOutcome<AppStatus> of(ClusterApp app, Call call) {
    if (!app.isOn()) {
      return off(app, call);
    }
    return then(
        isReady(app, call),
        ready ->
            CallOutcome.done(
                ready
                    ? new AppStatus.Running(app.upstream(), app.running())
                    : crash(app, app.serving(), call)
                        .<AppStatus>map(crashed -> crashed)
                        .orElseGet(() -> new AppStatus.Starting(app.upstream(), app.running()))));
  }

  /** Pods on their way out may still answer: it sleeps once the last of them has gone. */
  private CallOutcome<AppStatus> off(ClusterApp app, Call call) {
    for (Workload each : app.serving()) {
      var pods = inventory.pods(each, call);
      if (!(pods instanceof CallOutcome.Done<List<Pod>>(var left)) || !left.isEmpty()) {
        return then(
            pods,
            _ ->
                CallOutcome.unknown(
                    "%s of app '%s' is scaled to zero, but pods of it are still there"
                        .formatted(each.process(), app.ref())));
      }
    }
    return CallOutcome.done(new AppStatus.Stopped(app.formation()));
  }

  /** Whether some of those workloads will not come up, as far as the credentials let us see. */
  Optional<AppStatus.Crashed> crash(ClusterApp app, List<Workload> workloads, Call call) {
    return workloads.stream()
        .filter(each -> !each.isOff() && !each.isReady())
        .flatMap(each -> crash(app, each, call).stream())
        .findFirst();
  }

  private CallOutcome<Boolean> isReady(ClusterApp app, Call call) {
    String service = app.front().service();
    return service == null
        ? CallOutcome.done(app.isReadyByCounts())
        : inventory
            .slices(app.ref().namespace(), service, call)
            .map(
                slices -> slices.stream().flatMap(Standing::endpoints).anyMatch(Standing::isReady));
  }

  private static Stream<Endpoint> endpoints(EndpointSlice slice) {
    return slice.getEndpoints() == null ? Stream.empty() : slice.getEndpoints().stream();
  }

  /** Where nothing is said of it, an endpoint is to be taken for ready. */
  private static boolean isReady(Endpoint endpoint) {
    var conditions = endpoint.getConditions();
    return conditions == null || !Boolean.FALSE.equals(conditions.getReady());
  }

  private Optional<AppStatus.Crashed> crash(ClusterApp app, Workload workload, Call call) {
    if (workload.failure().isPresent()) {
      return workload.failure().map(why -> new AppStatus.Crashed(null, why, app.formation()));
    }
    return inventory.pods(workload, call) instanceof CallOutcome.Done<List<Pod>>(var pods)
        ? Pods.trouble(pods).map(trouble -> crashed(app, trouble, call))
        : Optional.empty();
  }

  private AppStatus.Crashed crashed(ClusterApp app, Pods.Trouble trouble, Call call) {
    Stream<String> output = logs.of(trouble, TAIL_LINES, call).stream();
    String tail = String.join("\n", Stream.concat(Stream.of(trouble.inWords()), output).toList());
    return new AppStatus.Crashed(trouble.exitCode(), tail, app.formation());
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.app.Upstream;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an app answers.
 *
 * @param upstream its address
 * @param service name of the Service in front of its pods, {@code null} when an annotation gave the
 *     address and there is no Service
 * @param selector labels of the pods that answer; empty: all of the app
 */
record Front(Upstream upstream, @Nullable String service, Map<String, String> selector) {
  private static final Set<Integer> USUAL_PORTS = Set.of(80, 8080, 443);
  private static final String HEADLESS = "None";

  /** Copies the labels. */
  Front {
    selector = Map.copyOf(selector);
  }

  /**
   * The front of an app; empty when it has neither a Service nor the annotation.
   *
   * @throws IllegalArgumentException when the annotation makes no sense
   */
  static Optional<Front> of(String app, List<Workload> workloads, List<Service> services) {
    Optional<Service> service =
        services.stream()
            .filter(each -> workloads.stream().anyMatch(workload -> selects(each, workload)))
            .filter(each -> port(each).isPresent())
            .min(preference(app, workloads));
    Optional<Upstream> said = said(workloads);
    if (service.isEmpty()) {
      return said.map(upstream -> new Front(upstream, null, Map.of()));
    }
    return Optional.of(
        new Front(
            said.orElseGet(() -> upstream(service.get())),
            service.get().getMetadata().getName(),
            service.get().getSpec().getSelector()));
  }

  /** Whether that workload's pods answer requests. */
  boolean isServedBy(Workload workload) {
    return workload.podLabels().entrySet().containsAll(selector.entrySet());
  }

  private static boolean selects(Service service, Workload workload) {
    Map<String, String> selector =
        service.getSpec() == null ? null : service.getSpec().getSelector();
    return selector != null
        && !selector.isEmpty()
        && Objects.equals(service.getMetadata().getNamespace(), workload.namespace())
        && workload.podLabels().entrySet().containsAll(selector.entrySet());
  }

  /** One with an address of its own first, then the one that bears the app's name, then by name. */
  private static Comparator<Service> preference(String app, List<Workload> workloads) {
    List<String> names = workloads.stream().map(Workload::name).toList();
    return Comparator.<Service, Boolean>comparing(
            each -> HEADLESS.equals(each.getSpec().getClusterIP()))
        .thenComparing(each -> !each.getMetadata().getName().equals(app))
        .thenComparing(each -> !names.contains(each.getMetadata().getName()))
        .thenComparing(each -> each.getMetadata().getName());
  }

  private static Optional<Upstream> said(List<Workload> workloads) {
    return workloads.stream()
        .flatMap(each -> Annotations.text(each.annotations(), Annotations.UPSTREAM).stream())
        .findFirst()
        .map(text -> Upstream.parse(text).withOwnHost(false));
  }

  /** The name as the cluster's DNS completes it, whatever the cluster's own domain is. */
  private static Upstream upstream(Service service) {
    ServicePort port = port(service).orElseThrow();
    String host = service.getMetadata().getName() + "." + service.getMetadata().getNamespace();
    boolean headless = HEADLESS.equals(service.getSpec().getClusterIP());
    return new Upstream(
        isTls(port) ? "https" : "http",
        host + ".svc",
        headless ? target(port) : port.getPort(),
        false);
  }

  private static Optional<ServicePort> port(Service service) {
    return service.getSpec().getPorts().stream()
        .filter(port -> port.getProtocol() == null || port.getProtocol().equals("TCP"))
        .min(
            Comparator.<ServicePort, Boolean>comparing(port -> !named(port).startsWith("http"))
                .thenComparing(Front::isTls)
                .thenComparing(port -> !USUAL_PORTS.contains(port.getPort())));
  }

  private static boolean isTls(ServicePort port) {
    return "https".equals(port.getAppProtocol())
        || named(port).startsWith("https")
        || (named(port).isEmpty() && port.getPort() == 443);
  }

  private static String named(ServicePort port) {
    return Objects.requireNonNullElse(port.getName(), "");
  }

  /** Without an address of the Service, its name leads to the pods' own port. */
  private static int target(ServicePort port) {
    IntOrString target = port.getTargetPort();
    Integer number = target == null ? null : target.getIntVal();
    return number == null ? port.getPort() : number;
  }
}

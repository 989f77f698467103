// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ProxyView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Routers and services of Traefik: one of each for every app. */
final class TraefikApps {
  private static final String OURS = "PathPrefix(`/.well-known/paastis/`)";

  private final ProxyView view;
  private final String gateway;

  TraefikApps(ProxyView view, String gateway) {
    this.view = view;
    this.gateway = gateway;
  }

  String routers() {
    List<String> routers = new ArrayList<>();
    String all = view.apps().stream().map(this::rule).collect(Collectors.joining(" || "));
    if (!all.isEmpty()) {
      routers.add(
          """
              paastis-pages:
                rule: "(%s) && %s"
                priority: 100000
                service: paastis-gateway
          """
              .formatted(all, OURS));
    }
    view.apps().forEach(app -> routers.add(router(app)));
    return text(routers);
  }

  private String router(ProxyView.AppView app) {
    if (app.upstream() == null) {
      return """
          app-%s:
            rule: "%s"
            service: paastis-gateway
      """
          .formatted(ProxyFile.plain(app.name()), rule(app));
    }
    return """
        app-%s:
          rule: "%s"
          middlewares: [paastis]
          service: app-%s
    """
        .formatted(ProxyFile.plain(app.name()), rule(app), app.name());
  }

  private String rule(ProxyView.AppView app) {
    return Stream.concat(Stream.of(app.name() + "." + view.domain()), app.hosts().stream())
        .distinct()
        .map(host -> "Host(`" + ProxyFile.plain(host) + "`)")
        .collect(Collectors.joining(" || "));
  }

  String services() {
    List<String> services = new ArrayList<>(List.of(service("paastis-gateway", gateway())));
    for (ProxyView.AppView app : view.apps()) {
      String upstream = app.upstream();
      if (upstream != null) {
        String balancer = balancer(ProxyFile.plain(upstream), !app.ownHost());
        services.add(service("app-" + app.name(), balancer));
      }
    }
    return text(services);
  }

  private String gateway() {
    return balancer("http://" + gateway, true);
  }

  private static String service(String name, String balancer) {
    return "    " + name + ":\n" + balancer;
  }

  private static String balancer(String url, boolean visitorsHost) {
    return """
          loadBalancer:
            passHostHeader: %s
            servers:
              - url: "%s"
    """
        .formatted(visitorsHost, url);
  }

  private static String text(List<String> parts) {
    return String.join("", parts).stripTrailing();
  }
}

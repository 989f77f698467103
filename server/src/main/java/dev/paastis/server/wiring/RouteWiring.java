// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.EventLog;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.server.rest.RouteController;
import dev.paastis.server.routes.RouteDesk;
import dev.paastis.server.routes.RouteNews;
import dev.paastis.server.routes.RouteWatch;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Operators' routes. */
@Configuration(proxyBeanMethods = false)
@Import(RouteController.class)
final class RouteWiring {
  @Bean
  RouteDesk routeDesk(
      Launch launch, GatewayServer gateway, AppDirectory apps, InstantSource clock) {
    return new RouteDesk(
        launch.configuration().routing(),
        gateway,
        name -> apps.all().stream().anyMatch(app -> app.app().name().equals(name)),
        clock);
  }

  @Bean
  RouteNews routeNews(EventLog events, DefaultSpace space, InstantSource clock) {
    return new RouteNews(events, space.id(), clock);
  }

  @Bean
  RouteWatch routeWatch(RouteDesk desk, RouteNews news, Ticker ticker) {
    return new RouteWatch(desk, news, ticker);
  }
}

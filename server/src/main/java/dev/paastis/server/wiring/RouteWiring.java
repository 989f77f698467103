// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.EventLog;
import dev.paastis.app.SpaceId;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.server.gateways.RouteBook;
import dev.paastis.server.rest.RouteController;
import dev.paastis.server.routes.RouteDesk;
import dev.paastis.server.routes.RouteNews;
import dev.paastis.server.routes.RouteWatch;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Operators' routes. */
@Configuration(proxyBeanMethods = false)
@Import(RouteController.class)
final class RouteWiring {
  /** Tells gateways of their own process. */
  record OtherGateways(RouteBook book, SpaceId space) implements Consumer<List<RouteEntry>> {
    @Override
    public void accept(List<RouteEntry> routes) {
      book.write(space, routes);
    }
  }

  @Bean
  OtherGateways otherGateways(RouteBook book, DefaultSpace space) {
    return new OtherGateways(book, space.id());
  }

  @Bean
  RouteDesk routeDesk(
      Launch launch,
      GatewayServer gateway,
      OtherGateways far,
      AppDirectory apps,
      InstantSource clock) {
    return new RouteDesk(
        launch.configuration().routing(),
        gateway,
        far,
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

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppDirectory;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.policy.PolicyBook;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.server.gateways.RouteBook;
import dev.paastis.server.policy.PolicyDesk;
import dev.paastis.server.wakes.IgnoreDesk;
import dev.paastis.server.wakes.Proposals;
import dev.paastis.server.wakes.WakeCauses;
import dev.paastis.store.Store;
import dev.paastis.store.WakeLog;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Why apps were woken, and which requests wake none. */
@Configuration(proxyBeanMethods = false)
final class WakeWiring {
  @Bean
  WakeLog wakeLog(Store store) {
    return store.wakeLog();
  }

  @Bean
  IgnoreDesk ignoreDesk(Launch launch, Store store, DefaultSpace space, InstantSource clock) {
    return new IgnoreDesk(launch.configuration().ignore(), store.ignored(), space.id(), clock);
  }

  @Bean
  WakeCauses wakeCauses(WakeLog log, AppDirectory apps, PolicyBook rules, InstantSource clock) {
    return new WakeCauses(log, apps, rules, clock);
  }

  @Bean
  Proposals proposals(WakeCauses causes, IgnoreDesk desk) {
    return new Proposals(causes, desk);
  }

  @Bean
  GatewayRules gatewayRules(
      GatewayServer gateway, RouteBook far, PolicyDesk desk, PolicyBook book, IgnoreDesk ignored) {
    return new GatewayRules(gateway, far, desk, book, ignored);
  }
}

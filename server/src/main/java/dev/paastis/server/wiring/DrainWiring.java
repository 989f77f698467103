// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppDirectory;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.pause.Gateways;
import dev.paastis.server.drain.DrainedGateways;
import dev.paastis.server.drain.Drains;
import dev.paastis.server.drain.SyslogPort;
import dev.paastis.server.health.DrainCheck;
import dev.paastis.store.Store;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Activity that log lines tell of. */
@Configuration(proxyBeanMethods = false)
final class DrainWiring {
  @Bean
  Drains drains(
      Launch launch,
      Store store,
      AppDirectory directory,
      GatewayServer gateway,
      InstantSource clock) {
    String domain = launch.configuration().gateway().domain();
    Drains drains = new Drains(store.drains(), directory, domain, gateway::seen, clock);
    drains.reload();
    return drains;
  }

  @Bean
  SyslogPort syslogPort(Launch launch, Drains drains) {
    return new SyslogPort(launch.configuration().syslogPort(), drains::takeMarked);
  }

  /**
   * What a decision about a sleep rests on. Not a bean itself: whoever shows activity shows what
   * was seen.
   */
  record Seen(Gateways gateways) {}

  @Bean
  Seen seen(Gateways gateways, Drains drains, AppDirectory directory, InstantSource clock) {
    return new Seen(new DrainedGateways(gateways, drains, directory, clock));
  }

  @Bean
  DrainCheck drainCheck(Drains drains) {
    return new DrainCheck(() -> drains.silentlyAwake(_ -> true));
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppLifecycle;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.pause.Gateways;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.server.gateways.FarGateways;
import dev.paastis.server.health.AppsCheck;
import dev.paastis.server.health.CalendarCheck;
import dev.paastis.server.health.DatabaseCheck;
import dev.paastis.server.health.EngineMetrics;
import dev.paastis.server.health.FarGatewayCheck;
import dev.paastis.server.health.FolderCheck;
import dev.paastis.server.health.GatewayCheck;
import dev.paastis.server.health.TlsCheck;
import dev.paastis.server.rest.Check;
import dev.paastis.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the doctor looks at, in this order. */
@Configuration(proxyBeanMethods = false)
final class HealthWiring {
  @Bean
  DatabaseCheck databaseCheck(Store store, Installation installation) {
    return new DatabaseCheck(store::available, installation.alone());
  }

  @Bean
  Check gatewayCheck(Launch launch, FarGateways far, DefaultSpace space) {
    return launch.ports().listens()
        ? new GatewayCheck(launch.ports().gateway())
        : new FarGatewayCheck(() -> far.all(space.id()));
  }

  @Bean
  CertificateKeeper certificateKeeper(
      Launch launch, GatewayServer gateway, Ticker ticker, InstantSource clock) {
    return new CertificateKeeper(launch, gateway, ticker, clock);
  }

  @Bean
  TlsCheck tlsCheck(CertificateKeeper keeper, Launch launch) {
    return new TlsCheck(
        keeper::problems,
        keeper.serves()
            ? "TLS is served on port " + launch.ports().tls()
            : "no TLS is served; gateway.tls has it served");
  }

  @Bean
  AppsCheck appsCheck(AppDirectory directory) {
    return new AppsCheck(directory);
  }

  @Bean
  FolderCheck folderCheck(Launch launch) {
    return new FolderCheck(launch.home());
  }

  @Bean
  CalendarCheck calendarCheck(Launch launch) {
    return new CalendarCheck(launch.calendars()::problems);
  }

  @Bean
  EngineMetrics engineMetrics(
      MeterRegistry registry, AppDirectory directory, Gateways gateways, AppLifecycle lifecycle) {
    EngineMetrics metrics = new EngineMetrics(registry, directory, gateways);
    lifecycle.listen(metrics);
    return metrics;
  }
}

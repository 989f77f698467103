// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppLifecycle;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.IdleWatch;
import dev.paastis.pause.MorningWatch;
import dev.paastis.policy.PolicyBook;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.access.AccessConfiguration;
import dev.paastis.server.console.AccountConsoleConfiguration;
import dev.paastis.server.console.ConsoleConfiguration;
import dev.paastis.server.console.LinkConfiguration;
import dev.paastis.server.console.RulesConsoleConfiguration;
import dev.paastis.server.drain.Drains;
import dev.paastis.server.gateways.GatewayRestConfiguration;
import dev.paastis.server.gateways.RouteBook;
import dev.paastis.server.job.RecoveryJob;
import dev.paastis.server.policy.PolicyDesk;
import dev.paastis.server.rest.AccountDesk;
import dev.paastis.server.rest.AccountRestConfiguration;
import dev.paastis.server.rest.DrainRestConfiguration;
import dev.paastis.server.rest.EventFeed;
import dev.paastis.server.rest.NoticeRestConfiguration;
import dev.paastis.server.rest.PolicyRestConfiguration;
import dev.paastis.server.rest.RestConfiguration;
import dev.paastis.server.rest.WakeRestConfiguration;
import dev.paastis.store.Store;
import dev.paastis.wake.WakeHistory;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The whole server. Listeners are told in the order in which they are added here. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  AccessConfiguration.class,
  RestConfiguration.class,
  AccountRestConfiguration.class,
  PolicyRestConfiguration.class,
  ConsoleConfiguration.class,
  AccountConsoleConfiguration.class,
  RulesConsoleConfiguration.class,
  EngineWiring.class,
  FarGatewayWiring.class,
  GatewayRestConfiguration.class,
  JobWiring.class,
  HealthWiring.class,
  ObserveWiring.class,
  AccountWiring.class,
  PolicyWiring.class,
  NoticeWiring.class,
  NoticeRestConfiguration.class,
  LinkConfiguration.class,
  WakeWiring.class,
  RouteWiring.class,
  WakeRestConfiguration.class,
  StaleWiring.class,
  DrainWiring.class,
  DrainRestConfiguration.class,
  EngineRunner.Parts.class,
  EngineRunner.Accounts.class,
  AccountDesk.Books.class
})
final class ServerWiring {
  @Bean
  Loops.Watches watches(IdleWatch idle, MorningWatch mornings) {
    return new Loops.Watches(idle, mornings);
  }

  @Bean
  Loops loops(
      Loops.Watches watches,
      Gateways gateways,
      Store store,
      Loops.Chores chores,
      InstantSource clock) {
    Loops.Times times = new Loops.Times(clock, Ticker.system());
    return new Loops(watches, gateways, store.apps(), chores, times);
  }

  @Bean
  Loops.Chores chores(
      Liveness liveness, RecoveryJob recovery, FileAccounts accounts, Feeds feeds, Drains drains) {
    return new Loops.Chores(liveness, recovery, accounts::housekeep, feeds, drains::reload);
  }

  @Bean
  Followers followers(
      AppLifecycle lifecycle,
      AppDirectory directory,
      Routes routes,
      IdleWatch idleWatch,
      EventFeed feed) {
    lifecycle.listen(directory); // first: whoever is told next may look it up there
    lifecycle.listen(routes); // then the gateway, so that no request goes to a dying app
    lifecycle.listen(idleWatch);
    lifecycle.listen(feed);
    return new Followers();
  }

  @Bean
  Routes routes(
      GatewayServer gateway,
      RouteBook book,
      WakeHistory history,
      ExecutorService workers,
      FileAccounts accounts) {
    return new Routes(gateway, book, history, workers, accounts::mayBeNear);
  }

  @Bean
  EngineRunner engineRunner(
      EngineRunner.Parts parts, PolicyDesk policies, Loops loops, Followers followers) {
    return new EngineRunner(parts, policies, loops);
  }

  @Bean
  Feeds feeds(
      Launch launch,
      Loops.Watches watches,
      InstantSource clock,
      PolicyBook rules,
      ExecutorService workers) {
    Feeds feeds = new Feeds(launch.calendars(), watches.idle(), watches.mornings(), clock);
    rules.listen(() -> workers.execute(feeds::runNew));
    return feeds;
  }

  /** Says by its type that the listeners are in place. */
  record Followers() {}
}

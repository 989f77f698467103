// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.account.AccountWatch;
import dev.paastis.account.OpenAccounts;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppRepository;
import dev.paastis.app.EngineId;
import dev.paastis.app.EventLog;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.GatewaySettings;
import dev.paastis.gateway.Timeouts;
import dev.paastis.gateway.hold.HoldLimits;
import dev.paastis.gateway.observe.Observation;
import dev.paastis.gateway.resolve.AddressGuard;
import dev.paastis.notice.hook.HookRunner;
import dev.paastis.pause.Reconciler;
import dev.paastis.pause.Sleeper;
import dev.paastis.policy.PolicyBook;
import dev.paastis.probe.SocketProbe;
import dev.paastis.provider.Control;
import dev.paastis.savings.Ledger;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.server.access.SignInLinks;
import dev.paastis.server.access.Tokens;
import dev.paastis.server.config.Configuration;
import dev.paastis.server.job.RecoveryJob;
import dev.paastis.server.rest.EventFeed;
import dev.paastis.server.rest.GatewayAddress;
import dev.paastis.server.rest.IdempotencyKeys;
import dev.paastis.server.rest.OwnProxy;
import dev.paastis.store.Store;
import dev.paastis.wake.Probe;
import dev.paastis.wake.WakeGuard;
import dev.paastis.wake.WakeHistory;
import dev.paastis.wake.Waker;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;

/** The engine: store, use cases, gateway, in the order in which they need each other. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
final class EngineWiring {
  @Bean
  InstantSource clock(Launch launch) {
    return launch.times().clock();
  }

  @Bean
  Ticker ticker(Launch launch) {
    return launch.times().ticker();
  }

  @Bean(destroyMethod = "shutdownNow")
  ExecutorService workers() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("worker-", 0).factory());
  }

  @Bean(destroyMethod = "")
  Store store(Installation installation) {
    return installation.store();
  }

  @Bean
  AppRepository apps(Store store) {
    return store.apps();
  }

  @Bean
  Tokens tokens(Store store) {
    return StoreAdapters.tokens(store.access());
  }

  @Bean
  SignInLinks signInLinks(Store store) {
    return StoreAdapters.links(store.access());
  }

  @Bean
  IdempotencyKeys idempotencyKeys(Store store) {
    return StoreAdapters.keys(store.idempotency());
  }

  @Bean
  EventLog eventLog(Store store, EventFeed feed) {
    return feed.announcing(store.events());
  }

  @Bean
  WakeHistory wakeHistory(Store store) {
    return store.wakes();
  }

  @Bean
  Ledger ledger(Store store) {
    return store.ledger();
  }

  @Bean
  DefaultSpace space(Launch launch, Store store) {
    String name = launch.configuration().space();
    return new DefaultSpace(store.spaces().ensure(name), name);
  }

  @Bean
  AppDirectory directory() {
    return new AppDirectory();
  }

  @Bean
  AppLifecycle lifecycle(Store store, InstantSource clock) {
    return new AppLifecycle(store.apps(), clock);
  }

  @Bean
  Control control(
      AppLifecycle lifecycle, AppDirectory directory, OpenAccounts accounts, Ticker ticker) {
    EngineId engine = new EngineId(UUID.randomUUID());
    return new Control(engine, lifecycle, directory, accounts, ticker);
  }

  @Bean
  WakeGuard wakeGuard(
      Control control, WakeHistory history, EventLog events, PolicyBook book, Launch launch) {
    WakeGuard.Log log = new WakeGuard.Log(history, events);
    return new WakeGuard(control, book, log, launch.configuration().wakes());
  }

  @Bean
  Probe probe(Launch launch, FileAccounts accounts) {
    AddressGuard guard = launch.configuration().gateway().network().upstreams().guard();
    SocketProbe guarded = new SocketProbe(guard::allows);
    return new AccountProbe(new SocketProbe(), guarded, accounts::mayBeNear);
  }

  @Bean
  Waker waker(
      Control control, WakeHistory history, WakeGuard guard, HookRunner hooks, Probe probe) {
    return new Waker(control, guard, history, probe, hooks);
  }

  @Bean(destroyMethod = "")
  GatewayServer gateway(
      Launch launch, Waker waker, Ticker ticker, InstantSource clock, Observation observation) {
    Configuration.Gateway section = launch.configuration().gateway();
    GatewaySettings settings =
        GatewaySettings.defaults()
            .withPort(launch.ports().gateway())
            .withDomain(section.domain())
            .withTrustedPeers(section.trustedPeers())
            .withProxyProtocol(section.network().proxyProtocol())
            .withUpstreams(section.network().upstreams())
            .withHold(
                new HoldLimits(section.holdPerApp(), section.holdPerSpace(), section.holdTime()))
            .withTimeouts(Timeouts.DEFAULT.withSilence(section.silentStream()));
    GatewayServer server = GatewayServer.create(settings, waker, ticker, clock);
    server.observe(observation);
    return server;
  }

  @Bean
  GatewayAddress gatewayAddress(Launch launch) {
    String domain = launch.configuration().gateway().domain();
    return new GatewayAddress("http", domain, launch.ports().gateway());
  }

  @Bean
  OwnProxy ownProxy(Launch launch, GatewayServer gateway) {
    Configuration.Gateway section = launch.configuration().gateway();
    return new OwnProxy(
        section.domain(),
        section.holdTime(),
        gateway::port,
        () -> section.forwardAuth() == null ? null : gateway.forwardAuthPort());
  }

  @Bean
  Reconciler reconciler(
      Control control,
      Waker waker,
      Sleeper sleeper,
      ExecutorService workers,
      AccountWatch accounts) {
    return new Reconciler(control, waker, sleeper, workers, accounts);
  }

  @Bean
  RecoveryJob recoveryJob(Reconciler reconciler, Liveness liveness) {
    return new RecoveryJob(() -> reconciler.takeUp(liveness::alive));
  }

  @Bean(destroyMethod = "")
  OtherEngines otherEngines(
      Installation installation, AppLifecycle lifecycle, AppDirectory directory) {
    return new OtherEngines(installation.store(), installation.alone(), lifecycle, directory);
  }

  @Bean
  Liveness liveness(Control control, Installation installation, InstantSource clock) {
    return new Liveness(control.engine(), installation, clock);
  }
}

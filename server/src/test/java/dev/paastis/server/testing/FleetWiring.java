// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.api.CheckView;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.EngineId;
import dev.paastis.app.EventLog;
import dev.paastis.pause.DryRuns;
import dev.paastis.pause.MorningWatch;
import dev.paastis.pause.Mornings;
import dev.paastis.pause.Outlook;
import dev.paastis.pause.SleepHooks;
import dev.paastis.pause.Sleeper;
import dev.paastis.policy.PolicyBook;
import dev.paastis.provider.Control;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.access.AccessConfiguration;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.server.console.ConsoleConfiguration;
import dev.paastis.server.rest.Check;
import dev.paastis.server.rest.EventFeed;
import dev.paastis.server.rest.GatewayAddress;
import dev.paastis.server.rest.OwnProxy;
import dev.paastis.server.rest.RestConfiguration;
import dev.paastis.stale.StaleApps;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the real wiring provides, in memory. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({AccessConfiguration.class, RestConfiguration.class, ConsoleConfiguration.class})
class FleetWiring {
  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  DefaultSpace space() {
    return new DefaultSpace(Fleet.SPACE, "demo");
  }

  @Bean
  PolicyBook policyBook() {
    return PolicyBook.empty();
  }

  @Bean
  GatewayAddress gateway() {
    return new GatewayAddress("http", "localhost", 8080);
  }

  @Bean
  OwnProxy ownProxy() {
    return new OwnProxy("localhost", Duration.ofSeconds(60), () -> 8080, () -> 8081);
  }

  @Bean
  FakeStore store(InstantSource clock) {
    FakeStore store = new FakeStore();
    new Fleet(store, clock.instant()).put();
    return store;
  }

  @Bean
  FakeAccess accessStore(FakeStore store) {
    return new FakeAccess(store);
  }

  @Bean
  @Primary
  EventLog events(FakeStore store, EventFeed feed) {
    return feed.announcing(store);
  }

  @Bean
  AppDirectory directory(FakeStore store) {
    AppDirectory directory = new AppDirectory();
    store.all().forEach(directory::changed);
    return directory;
  }

  @Bean
  AppLifecycle lifecycle(
      FakeStore store, InstantSource clock, AppDirectory directory, EventFeed feed) {
    AppLifecycle lifecycle = new AppLifecycle(store, clock);
    lifecycle.listen(directory);
    lifecycle.listen(feed);
    return lifecycle;
  }

  @Bean
  FakeEngine engine(AppLifecycle lifecycle, AppDirectory directory, FakeStore store) {
    return new FakeEngine(lifecycle, directory, store);
  }

  /** Knows the rows and the rules, and of no morning. */
  @Bean
  Outlook outlook(
      FakeEngine engine,
      FakeStore store,
      AppLifecycle lifecycle,
      AppDirectory directory,
      PolicyBook book) {
    EngineId id = new EngineId(new UUID(4, 4));
    Control control = new Control(id, lifecycle, directory, engine, Ticker.system());
    MorningWatch mornings =
        new MorningWatch(
            new NoMornings(),
            new MorningWatch.Books(
                directory, book, store, store, new DryRuns(store, InstantSource.system())),
            engine,
            _ -> MorningWatch.Pace.UNLIMITED,
            Runnable::run);
    Sleeper sleeper =
        new Sleeper(control, engine, book, new Sleeper.Listeners(mornings, SleepHooks.NONE));
    return new Outlook(control, new Outlook.Plans(book, sleeper, mornings, store));
  }

  @Bean
  FakeStaleBook staleBook(EventLog events) {
    return new FakeStaleBook(events);
  }

  @Bean
  StaleApps staleApps(
      FakeStaleBook book,
      AppLifecycle lifecycle,
      AppDirectory directory,
      FakeEngine engine,
      PolicyBook rules) {
    var control =
        new Control(new EngineId(UUID.randomUUID()), lifecycle, directory, engine, Ticker.system());
    return new StaleApps(control, engine, rules, book, _ -> {});
  }

  @Bean
  Check database() {
    return () -> new CheckView("database", "ok", "answers within 2 ms", null);
  }

  /** Keeps nothing: no window puts an app to sleep here. */
  private record NoMornings() implements Mornings {
    @Override
    public List<Morning> waiting() {
      return List.of();
    }

    @Override
    public Morning paused(AppId app, Instant at, @Nullable Instant lastActivity) {
      return new Morning(app, at, null, 0);
    }

    @Override
    public void over(AppId app, Instant pausedAt, @Nullable Instant startedAt) {}
  }

  /** An address that fails with a bug. */
  @RestController
  static final class Faulty {
    @GetMapping({"/api/v1/faulty", "/faulty"})
    String fail() {
      throw new IllegalStateException("secret insides");
    }
  }
}

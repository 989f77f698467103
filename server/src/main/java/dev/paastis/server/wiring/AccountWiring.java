// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.account.AccountBook;
import dev.paastis.account.AccountOpener;
import dev.paastis.account.AccountWatch;
import dev.paastis.account.DiscoveryRounds;
import dev.paastis.account.OpenAccounts;
import dev.paastis.account.TakenApps;
import dev.paastis.account.Takeover;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.EventLog;
import dev.paastis.gateway.resolve.AddressGuard;
import dev.paastis.pause.Reconciler;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.server.rest.AccountDesk;
import dev.paastis.server.rest.AccountViews;
import dev.paastis.server.rest.AppActions;
import dev.paastis.server.rest.AppFinder;
import dev.paastis.server.rest.FoundAppViews;
import dev.paastis.server.rest.ProductionMarks;
import dev.paastis.store.Store;
import dev.paastis.wake.WakeAll;
import dev.paastis.wake.Waker;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The accounts: those of the file and those that people add. */
@Configuration(proxyBeanMethods = false)
final class AccountWiring {
  @Bean
  ProviderKinds providerKinds() {
    return ProviderKinds.load();
  }

  @Bean(destroyMethod = "")
  OpenAccounts openAccounts() {
    return new OpenAccounts();
  }

  @Bean
  AccountOpener accountOpener(Store store, Ticker ticker, InstantSource clock, Launch launch) {
    AddressGuard guard = launch.configuration().gateway().network().upstreams().guard();
    return new AccountOpener(
        store.buckets(), ticker, clock, launch.home().resolve("accounts"), new PublicHosts(guard));
  }

  @Bean
  FileAccounts.Parts fileAccountParts(Launch launch, AccountOpener opener, ConfiguredNames names) {
    return new FileAccounts.Parts(launch.configuration(), opener, names);
  }

  @Bean
  FileAccounts fileAccounts(
      FileAccounts.Parts parts, DefaultSpace space, Store store, OpenAccounts open) {
    return new FileAccounts(parts, space.id(), store, open);
  }

  @Bean
  TakenApps takenApps(Store store, AppLifecycle lifecycle, ConfiguredNames naming) {
    return new TakenApps(store.found(), store.apps(), lifecycle, naming);
  }

  @Bean
  Takeover takeover(Store store, TakenApps taken, AppDirectory directory) {
    return new Takeover(store.found(), taken, directory);
  }

  @Bean
  WakeAll wakeAll(AppDirectory directory, Waker waker) {
    return new WakeAll(directory, waker);
  }

  @Bean
  AccountBook accountBook(
      ProviderKinds kinds,
      Store store,
      AccountOpener opener,
      OpenAccounts open,
      AccountBook.Apps apps) {
    return new AccountBook(kinds, store.accounts(), opener, open, apps);
  }

  @Bean
  AccountBook.Apps appsOfAccounts(TakenApps taken, WakeAll wakeAll) {
    return new AccountBook.Apps(taken, wakeAll);
  }

  @Bean
  AccountWatch accountWatch(
      AccountWatch.Books books, EventLog events, InstantSource clock, FileAccounts file) {
    return new AccountWatch(books, events, clock, file::rule);
  }

  @Bean
  AccountWatch.Books accountWatchBooks(Store store, Takeover takeover, TakenApps taken) {
    return new AccountWatch.Books(store.accounts(), store.found(), takeover, taken, store.health());
  }

  @Bean
  AccountViews.Books accountViewBooks(AccountBook book, Store store) {
    return new AccountViews.Books(book, store.health(), store.found(), store.buckets());
  }

  @Bean
  AccountViews accountViews(
      AppFinder apps, FileAccounts file, AccountViews.Books books, InstantSource clock) {
    return new AccountViews(apps, file, books, clock);
  }

  @Bean
  FoundAppViews foundAppViews(AppDirectory directory, Launch launch) {
    return new FoundAppViews(directory, PriceFiles.read(launch.home()));
  }

  @Bean
  ProductionMarks productionMarks(
      AppFinder apps, AppActions actions, AccountViews accounts, Takeover takeover) {
    return new ProductionMarks(apps, actions, accounts, takeover);
  }

  @Bean
  AccountDesk accountDesk(
      ProviderKinds kinds,
      AccountViews views,
      FileAccounts file,
      AccountDesk.Books books,
      Launch launch) {
    return new AccountDesk(kinds, views, file, books, launch.configuration().defaults());
  }

  @Bean
  DiscoveryRounds discoveryRounds(
      OpenAccounts open, Reconciler reconciler, ExecutorService workers, Ticker ticker) {
    return new DiscoveryRounds(
        open, opened -> reconciler.discover(opened.account()), workers, ticker);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.account.StoredAccount;
import dev.paastis.account.Takeover;
import dev.paastis.app.Account;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Gateways;
import dev.paastis.policy.PolicyBook;
import dev.paastis.provider.Control;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.job.StaleJob;
import dev.paastis.server.rest.StaleStates;
import dev.paastis.stale.StaleApps;
import dev.paastis.store.Store;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Review apps that nobody uses any more. */
@Configuration(proxyBeanMethods = false)
final class StaleWiring {
  @Bean
  StaleApps staleApps(
      Control control, Gateways gateways, PolicyBook rules, Store store, Release release) {
    return new StaleApps(control, gateways, rules, store.stale(), release);
  }

  @Bean
  Release release(Takeover takeover, FileAccounts file, Store store) {
    return app -> {
      Account account = app.app().account();
      boolean production =
          file.production(account)
              || store.accounts().find(account.id()).filter(StoredAccount::production).isPresent();
      var _ = takeover.release(account, production, app.app().ref());
    };
  }

  @Bean
  StaleStates staleStates(Store store, Ticker ticker) {
    return new StaleTimes(store.stale(), ticker);
  }

  @Bean
  StaleJob staleJob(StaleApps stale) {
    return new StaleJob(stale);
  }

  /** Lets go of an app that was deleted. */
  interface Release extends Consumer<TrackedApp> {}
}

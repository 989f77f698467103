// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.provider.ProviderKinds;
import dev.paastis.server.rest.AccountDesk;
import dev.paastis.server.rest.AccountViews;
import dev.paastis.server.rest.FoundAppViews;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The console's pages of accounts. Expects the console, an {@link AccountDesk}, {@link
 * AccountViews} and the provider kinds as beans.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  AccountsPageController.class,
  AccountActionController.class,
  ProtectionActionController.class
})
public final class AccountConsoleConfiguration {
  @Bean
  Platforms consolePlatforms(ProviderKinds kinds) {
    return new Platforms(kinds);
  }

  @Bean
  AccountBoard accountBoard(
      AccountDesk desk, AccountViews views, FoundAppViews found, Platforms platforms) {
    return new AccountBoard(desk, views, found, platforms);
  }
}

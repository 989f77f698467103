// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.account.OpenAccounts;
import dev.paastis.app.Account;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.EventLog;
import dev.paastis.notice.hook.HookRunner;
import dev.paastis.pause.DryRuns;
import dev.paastis.pause.IdleWatch;
import dev.paastis.pause.MorningWatch;
import dev.paastis.pause.Outlook;
import dev.paastis.pause.Sleeper;
import dev.paastis.policy.PolicyBook;
import dev.paastis.provider.Control;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.server.policy.PolicyDesk;
import dev.paastis.store.Store;
import dev.paastis.wake.WakeHistory;
import dev.paastis.wake.Waker;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When apps sleep: the rules in force, and who acts by them. */
@Configuration(proxyBeanMethods = false)
final class PolicyWiring {
  @Bean
  PolicyBook policyBook() {
    return PolicyBook.empty(); // filled before the first app is judged
  }

  @Bean
  PolicyDesk.Scope policyScope(DefaultSpace space, AppDirectory directory, InstantSource clock) {
    return new PolicyDesk.Scope(space.id(), directory, clock);
  }

  @Bean
  PolicyDesk policyDesk(Launch launch, Store store, PolicyDesk.Scope scope, PolicyBook book) {
    return new PolicyDesk(
        launch.configuration().policies(),
        launch.calendars().forPeople(),
        store.policies(),
        scope,
        book);
  }

  @Bean
  ConfiguredNames configuredNames(Launch launch, PolicyDesk desk, AppDirectory directory) {
    return new ConfiguredNames(
        launch.configuration().gateway().domain(), desk::inForce, () -> names(launch, directory));
  }

  /** Those of the file are known before the first row is read. */
  private static Set<String> names(Launch launch, AppDirectory directory) {
    Set<String> names = new TreeSet<>();
    launch.configuration().apps().forEach(app -> names.add(app.name()));
    directory.all().forEach(app -> names.add(app.app().name()));
    return names;
  }

  @Bean
  DryRuns dryRuns(EventLog events, InstantSource clock) {
    return new DryRuns(events, clock);
  }

  @Bean
  MorningWatch.Books morningBooks(
      AppDirectory directory,
      PolicyBook rules,
      WakeHistory history,
      EventLog events,
      DryRuns dryRuns) {
    return new MorningWatch.Books(directory, rules, history, events, dryRuns);
  }

  @Bean
  MorningWatch morningWatch(
      Store store,
      MorningWatch.Books books,
      Waker waker,
      OpenAccounts accounts,
      ExecutorService workers) {
    return new MorningWatch(
        store.mornings(), books, waker, account -> pace(accounts, account), workers);
  }

  private static MorningWatch.Pace pace(OpenAccounts accounts, Account account) {
    return new MorningWatch.Pace(
        accounts.timeBetweenWakes(account), accounts.sleepsAtOnce(account));
  }

  @Bean
  Sleeper sleeper(
      Control control,
      DrainWiring.Seen seen,
      PolicyBook book,
      MorningWatch mornings,
      HookRunner hooks) {
    return new Sleeper(control, seen.gateways(), book, new Sleeper.Listeners(mornings, hooks));
  }

  @Bean
  IdleWatch idleWatch(
      AppDirectory directory,
      Sleeper sleeper,
      DryRuns dryRuns,
      ExecutorService workers,
      PolicyBook rules) {
    IdleWatch watch = new IdleWatch(directory, sleeper, dryRuns, workers);
    rules.listen(watch::judgeAll);
    return watch;
  }

  @Bean
  Outlook outlook(Control control, PolicyBook book, Sleeper sleeper, OutlookParts parts) {
    return new Outlook(control, new Outlook.Plans(book, sleeper, parts.mornings(), parts.events()));
  }

  @Bean
  OutlookParts outlookParts(MorningWatch mornings, EventLog events) {
    return new OutlookParts(mornings, events);
  }

  /** What an outlook looks at besides. */
  record OutlookParts(MorningWatch mornings, EventLog events) {}
}

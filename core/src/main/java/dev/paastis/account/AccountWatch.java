// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.account.AccountHealth.State;
import dev.paastis.app.Account;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Discoveries;
import dev.paastis.provider.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps what discovery finds: the apps of each account, and whether its platform still takes us.
 * Safe for use by many threads.
 */
public final class AccountWatch implements Discoveries {
  private final Books books;
  private final EventLog events;
  private final InstantSource clock;
  private final Function<Account, Optional<ImportRule>> rules;

  /**
   * Keeps it there.
   *
   * @param rules what the file says of an account, if it declares it
   */
  public AccountWatch(
      Books books,
      EventLog events,
      InstantSource clock,
      Function<Account, Optional<ImportRule>> rules) {
    this.books = books;
    this.events = events;
    this.clock = clock;
    this.rules = rules;
  }

  /** Where it is kept. */
  public record Books(
      AccountRepository accounts,
      FoundApps found,
      Takeover takeover,
      TakenApps taken,
      AccountHealth health) {}

  @Override
  public void listed(Account account, List<DiscoveredApp> apps) {
    if (!account.provider().equals(Account.LOCAL)) { // whose apps the file declares one by one
      boolean others = books.found().saw(account, apps, now());
      Optional<ImportRule> rule = rules.apply(account);
      boolean more = rule.filter(by -> books.takeover().takeByRule(account, by)).isPresent();
      if (others || more) {
        books.taken().declare(account, production(account, rule));
      }
    }
    note(account, State.ACCEPTED, "");
  }

  private boolean production(Account account, Optional<ImportRule> rule) {
    return rule.map(ImportRule::production)
        .or(() -> books.accounts().find(account.id()).map(StoredAccount::production))
        .orElse(false);
  }

  @Override
  public void refused(Account account, Refusal refusal) {
    switch (refusal.kind()) {
      case UNAUTHORIZED, FORBIDDEN, ADDRESS_REFUSED, QUOTA, NOT_FOUND, INVALID, CRASHED ->
          note(account, State.REFUSED, refusal.message());
      case RATE_LIMITED -> {} // our own pace, and no word on the account
    }
  }

  @Override
  public void unanswered(Account account, String cause) {
    note(account, State.UNREACHABLE, cause);
  }

  private void note(Account account, State state, String detail) {
    if (!books.health().note(account.id(), state, detail, now())) {
      return;
    }
    switch (state) {
      case ACCEPTED -> tell(account, EventType.ACCOUNT_ACCEPTED, Map.of());
      case REFUSED -> tell(account, EventType.ACCOUNT_REFUSED, Map.of("reason", detail));
      case UNREACHABLE, UNCHECKED -> {} // shown with the account; a restart of theirs is no event
    }
  }

  private void tell(Account account, EventType type, Map<String, String> more) {
    Cause cause = Cause.of(Cause.Kind.DRIFT, "the platform's answer to discovery");
    Map<String, String> details = new HashMap<>(more);
    details.put("account", account.name());
    var _ = events.append(new Event(0, account.space(), null, now(), type, cause, details));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

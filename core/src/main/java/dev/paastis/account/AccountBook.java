// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.account.OpenAccounts.Opened;
import dev.paastis.app.Account;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.provider.Rights;
import dev.paastis.provider.Secret;
import dev.paastis.wake.WakeAll;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The accounts that people add: each is tried before it is kept, keeps its credentials encrypted,
 * and is not removed while it would leave apps asleep. Safe for use by many threads.
 */
public final class AccountBook {
  private static final Duration TRIAL = Duration.ofSeconds(60);

  private final ProviderKinds kinds;
  private final AccountRepository accounts;
  private final AccountOpener opener;
  private final OpenAccounts open;
  private final Apps apps;

  /** A book that keeps its accounts there and opens them into that collection. */
  public AccountBook(
      ProviderKinds kinds,
      AccountRepository accounts,
      AccountOpener opener,
      OpenAccounts open,
      Apps apps) {
    this.kinds = kinds;
    this.accounts = accounts;
    this.opener = opener;
    this.open = open;
    this.apps = apps;
  }

  /**
   * What the book does with the apps of an account.
   *
   * @param taken makes those taken over the known ones
   * @param wakeAll wakes them before the account goes
   */
  public record Apps(TakenApps taken, WakeAll wakeAll) {}

  /**
   * What an account shall be.
   *
   * @param space its owner
   * @param name unique in the space
   * @param provider name of a kind
   * @param region empty for the kind's usual one
   * @param settings what it says
   * @param production whether every app on it is production
   */
  public record Wish(
      SpaceId space,
      String name,
      String provider,
      String region,
      AccountSettings settings,
      boolean production) {}

  /** All accounts that people added. */
  public List<StoredAccount> all() {
    return accounts.all();
  }

  /** Opens every account that is kept; of one that cannot be opened, it is told why. */
  public void openAll(BiConsumer<StoredAccount, String> notOpened) {
    for (StoredAccount stored : accounts.all()) {
      try {
        if (!reopen(stored)) {
          notOpened.accept(stored, "provider '" + stored.account().provider() + "' is not known");
        }
      } catch (IllegalArgumentException e) {
        notOpened.accept(stored, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Opens an account anew as it is kept now, or closes it when it is gone. */
  public void refresh(UUID id) {
    accounts.find(id).ifPresentOrElse(this::reopen, () -> open.remove(id));
  }

  /** Tries what an account would say, and changes nothing. */
  public AccountOutcome tryOut(Wish wish) {
    return withKind(
        wish.provider(),
        kind -> tried(account(UUID.randomUUID(), wish, kind), kind, wish.settings()));
  }

  /** Tries an account and keeps it when its platform takes it. */
  public AccountOutcome add(Wish wish, Cause cause) {
    return withKind(
        wish.provider(),
        kind -> {
          Account account = account(UUID.randomUUID(), wish, kind);
          AccountOutcome outcome = tried(account, kind, wish.settings());
          return outcome instanceof AccountOutcome.Accepted
              ? keep(account, wish, cause, outcome)
              : outcome;
        });
  }

  /** Asks the platform of an account that is open whether it takes the credentials. */
  public AccountOutcome test(UUID id) {
    return open.find(id)
        .map(opened -> rights(opened, opened.account()))
        .orElseGet(AccountOutcome.NoSuchAccount::new);
  }

  /** Replaces some of what an account says, when its platform takes the whole. */
  public AccountOutcome rotate(UUID id, AccountSettings changes, Cause cause) {
    Optional<StoredAccount> stored = accounts.find(id);
    if (stored.isEmpty()) {
      return new AccountOutcome.NoSuchAccount();
    }
    Account account = stored.get().account();
    return withKind(
        account.provider(),
        kind -> {
          AccountSettings next = merged(stored.get().settings(), changes);
          AccountOutcome outcome = tried(account, kind, next);
          if (outcome instanceof AccountOutcome.Accepted) {
            if (!accounts.rotate(id, next, event(account, EventType.ACCOUNT_ROTATED, cause))) {
              return new AccountOutcome.NoSuchAccount();
            }
            open.put(opener.open(account, kind, next));
          }
          return outcome;
        });
  }

  /** Marks an account as production, or no longer: its apps follow at once. */
  public AccountOutcome mark(UUID id, boolean production, Cause cause) {
    Optional<StoredAccount> stored = accounts.find(id);
    if (stored.isEmpty()) {
      return new AccountOutcome.NoSuchAccount();
    }
    Account account = stored.get().account();
    Event event =
        event(account, EventType.ACCOUNT_MARKED, cause)
            .with(
                Map.of(
                    "account",
                    account.name(),
                    "mark",
                    production ? "production" : "not production"));
    if (!accounts.mark(id, production, event)) {
      return new AccountOutcome.NoSuchAccount();
    }
    apps.taken().declare(account, production);
    return new AccountOutcome.Accepted(account, new Rights("", 0, List.of()));
  }

  /**
   * Removes an account. Its apps that sleep are woken first, since nobody would wake them later;
   * when one cannot be, the account stays, unless it is said that they may be left asleep.
   */
  public AccountOutcome remove(UUID id, boolean leaveAsleep, Cause cause) {
    Optional<StoredAccount> stored = accounts.find(id);
    if (stored.isEmpty()) {
      return new AccountOutcome.NoSuchAccount();
    }
    Account account = stored.get().account();
    if (!leaveAsleep) {
      WakeAll.Result result = apps.wakeAll().wake(app -> on(account, app), cause);
      if (!result.failed().isEmpty()) {
        return new AccountOutcome.LeavesAsleep(result.failed());
      }
    }
    Event event = event(account, EventType.ACCOUNT_REMOVED, cause);
    if (!accounts.remove(id, now(), event)) {
      return new AccountOutcome.NoSuchAccount();
    }
    apps.taken().forget(account);
    open.remove(id);
    return new AccountOutcome.Removed();
  }

  private AccountOutcome withKind(String name, Function<ProviderKind, AccountOutcome> work) {
    return kinds
        .find(name)
        .map(kind -> kind.declaredOnly() ? onlyByFile(kind) : work.apply(kind))
        .orElseGet(() ->
            new AccountOutcome.Invalid(
                List.of(
                    "provider: '%s' is not known; allowed: %s"
                        .formatted(
                            name,
                            String.join(
                                ", ", kinds.all().stream().map(ProviderKind::name).toList())))));
  }

  private static AccountOutcome onlyByFile(ProviderKind kind) {
    return new AccountOutcome.Invalid(
        List.of(
            "provider: accounts of '%s' reach into this machine; the operator declares them in paastis.yml"
                .formatted(kind.name())));
  }

  private AccountOutcome tried(Account account, ProviderKind kind, AccountSettings settings) {
    List<String> problems = SettingsCheck.problems(kind, account.region(), settings);
    if (!problems.isEmpty()) {
      return new AccountOutcome.Invalid(problems);
    }
    try {
      Opened trial = opener.tryOut(account, kind, SettingsCheck.completed(kind, settings));
      try (var _ = trial.provider()) {
        return rights(trial, account);
      }
    } catch (IllegalArgumentException e) {
      return new AccountOutcome.Invalid(List.of(String.valueOf(e.getMessage())));
    }
  }

  private AccountOutcome rights(Opened opened, Account account) {
    Call call = Call.discovery(TRIAL, opener.ticker());
    return switch (opened.provider().rights(call)) {
      case CallOutcome.Done<Rights>(Rights rights) -> new AccountOutcome.Accepted(account, rights);
      case CallOutcome.Refused<Rights>(var refusal) -> new AccountOutcome.Refused(refusal);
      case CallOutcome.Unknown<Rights>(String cause) -> new AccountOutcome.Unanswered(cause);
    };
  }

  private AccountOutcome keep(Account account, Wish wish, Cause cause, AccountOutcome accepted) {
    var stored = new StoredAccount(account, wish.settings(), wish.production(), now());
    try {
      accounts.add(stored, event(account, EventType.ACCOUNT_ADDED, cause));
    } catch (IllegalArgumentException e) {
      return new AccountOutcome.Invalid(List.of("name: " + e.getMessage()));
    }
    reopen(stored);
    return accepted;
  }

  private boolean reopen(StoredAccount stored) {
    Account account = stored.account();
    return kinds
        .find(account.provider())
        .map(kind -> {
          AccountSettings settings = SettingsCheck.completed(kind, stored.settings());
          open.put(opener.open(account, kind, settings));
          return true;
        })
        .orElse(false);
  }

  private static Account account(UUID id, Wish wish, ProviderKind kind) {
    String region = wish.region().isEmpty() ? kind.usualRegion() : wish.region();
    return new Account(id, wish.space(), kind.name(), region, wish.name());
  }

  private static AccountSettings merged(AccountSettings old, AccountSettings changes) {
    Map<String, String> texts = new HashMap<>(old.texts());
    texts.putAll(changes.texts());
    Map<String, Secret> secrets = new HashMap<>(old.secrets());
    secrets.putAll(changes.secrets());
    return new AccountSettings(texts, secrets);
  }

  private static boolean on(Account account, TrackedApp app) {
    return app.app().account().id().equals(account.id());
  }

  private Event event(Account account, EventType type, Cause cause) {
    return new Event(
        0, account.space(), null, now(), type, cause, Map.of("account", account.name()));
  }

  private Instant now() {
    return opener.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }
}

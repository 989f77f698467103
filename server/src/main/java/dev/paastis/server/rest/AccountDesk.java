// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.account.AccountBook;
import dev.paastis.account.AccountOutcome;
import dev.paastis.account.DiscoveryRounds;
import dev.paastis.account.OpenAccounts;
import dev.paastis.account.OpenAccounts.Opened;
import dev.paastis.account.Takeover;
import dev.paastis.api.AccountChange;
import dev.paastis.api.AccountCheckView;
import dev.paastis.api.AccountRequest;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.ImportRequest;
import dev.paastis.api.WakeAllView;
import dev.paastis.app.Account;
import dev.paastis.app.AppSettings;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.provider.Setting;
import dev.paastis.server.access.SignedIn;
import dev.paastis.wake.WakeAll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people do to accounts, by API or console. */
public final class AccountDesk {
  private final ProviderKinds kinds;
  private final AccountViews views;
  private final DeclaredAccounts file;
  private final Books books;
  private final AppSettings defaults;

  /** Works through these. */
  public AccountDesk(
      ProviderKinds kinds,
      AccountViews views,
      DeclaredAccounts file,
      Books books,
      AppSettings defaults) {
    this.kinds = kinds;
    this.views = views;
    this.file = file;
    this.books = books;
    this.defaults = defaults;
  }

  /** What accounts are made of. */
  public record Books(
      AccountBook book,
      OpenAccounts open,
      Takeover takeover,
      DiscoveryRounds rounds,
      WakeAll wakeAll) {}

  /** All accounts of a space, by name. */
  public List<Account> all(SpaceId space) {
    return books.open().all().stream()
        .map(Opened::account)
        .filter(account -> account.space().equals(space))
        .toList();
  }

  /**
   * The account of that id or name.
   *
   * @throws ProblemException {@code account-not-found}
   */
  public Account get(SpaceId space, String idOrName) {
    return all(space).stream()
        .filter(
            account -> account.id().toString().equals(idOrName) || account.name().equals(idOrName))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                ErrorCode.ACCOUNT_NOT_FOUND,
                "no account has the id or name '%s'; GET /api/v1/accounts lists them"
                    .formatted(idOrName)));
  }

  /** Adds an account and looks what is on it; nothing on it is changed. */
  public AccountCheckView add(AccountRequest request, SignedIn who) {
    AccountBook.Wish wish = wish(request, who);
    AccountOutcome outcome = books.book().add(wish, AppActions.cause(who));
    if (outcome instanceof AccountOutcome.Accepted accepted) {
      books.open().find(accepted.account().id()).ifPresent(books.rounds()::discover);
    }
    return answer(outcome, true);
  }

  /** Tries what an account would say; nothing is kept. */
  public AccountCheckView tryOut(AccountRequest request, SignedIn who) {
    return answer(books.book().tryOut(wish(request, who)), false);
  }

  /** Asks the account's platform whether it takes the credentials. */
  public AccountCheckView test(Account account) {
    return answer(books.book().test(account.id()), true);
  }

  /** Changes what an account says; new settings are tried first. */
  public AccountCheckView change(Account account, AccountChange change, SignedIn who) {
    requireOurs(account);
    Boolean production = change.production();
    Map<String, String> settings = change.settings();
    AccountCheckView answer =
        settings == null
            ? new AccountCheckView(true, "", 0, List.of(), views.of(account))
            : answer(rotated(account, settings, who), true);
    return production == null
        ? answer
        : answer(books.book().mark(account.id(), production, AppActions.cause(who)), true);
  }

  private AccountOutcome rotated(Account account, Map<String, String> settings, SignedIn who) {
    ProviderKind kind = kind(account.provider());
    return books.book().rotate(account.id(), settings(kind, settings), AppActions.cause(who));
  }

  /** Removes an account; apps asleep on it are woken first. */
  public void remove(Account account, boolean leaveAsleep, SignedIn who) {
    requireOurs(account);
    var _ = answer(books.book().remove(account.id(), leaveAsleep, AppActions.cause(who)), false);
  }

  /** Looks now at what is on an account. */
  public void refresh(Account account) {
    books.open().find(account.id()).ifPresent(books.rounds()::discover);
  }

  /** What was found on an account, with proposals. */
  public List<Takeover.Candidate> candidates(Account account) {
    return books.takeover().candidates(account);
  }

  /** Takes the chosen apps over; all or none. */
  public int take(Account account, ImportRequest request) {
    if (account.provider().equals(Account.LOCAL)) {
      throw new ProblemException(
          ErrorCode.DECLARED_BY_FILE,
          "the apps of account '%s' are declared by the configuration file; add yours there"
              .formatted(account.name()));
    }
    List<Takeover.Choice> choices = new ArrayList<>();
    for (ImportRequest.Choice choice : request.apps()) {
      choices.add(
          new Takeover.Choice(
              choice.ref(), choice.name(), choice.production(), idle(choice.idleTimeout())));
    }
    Takeover.Result result = books.takeover().take(account, production(account), choices, defaults);
    if (!result.problems().isEmpty()) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, String.join("; ", result.problems()));
    }
    refresh(account); // the new apps' states
    return result.taken();
  }

  /** Lets go of an app; it stays as it is. */
  public void release(Account account, String ref) {
    if (!books.takeover().release(account, production(account), ref)) {
      throw new ProblemException(
          ErrorCode.APP_NOT_FOUND,
          "'%s' was not found on account '%s'".formatted(ref, account.name()));
    }
  }

  /** Wakes every app of a space, or of one of its accounts. */
  public WakeAllView wakeAll(SpaceId space, @Nullable Account account, SignedIn who) {
    WakeAll.Result result =
        books.wakeAll().wake(app -> selected(app, space, account), AppActions.cause(who));
    return new WakeAllView(result.woken(), result.failed());
  }

  private static boolean selected(TrackedApp app, SpaceId space, @Nullable Account account) {
    return app.app().space().equals(space)
        && (account == null || app.app().account().id().equals(account.id()));
  }

  private boolean production(Account account) {
    return views.of(account).production();
  }

  private void requireOurs(Account account) {
    if (file.declares(account)) {
      throw new ProblemException(
          ErrorCode.DECLARED_BY_FILE,
          "account '%s' is declared by the configuration file; change it there"
              .formatted(account.name()));
    }
  }

  private AccountBook.Wish wish(AccountRequest request, SignedIn who) {
    String name = request.name();
    if (name == null || !name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
      throw ProblemException.invalid("name", String.valueOf(name), "a-z, 0-9 and inner hyphens");
    }
    ProviderKind kind = kind(request.provider());
    Map<String, String> settings = request.settings();
    return new AccountBook.Wish(
        who.space(),
        name,
        kind.name(),
        request.region() == null ? "" : request.region(),
        settings(kind, settings == null ? Map.of() : settings),
        Boolean.TRUE.equals(request.production()));
  }

  private ProviderKind kind(@Nullable String name) {
    return kinds
        .find(name == null ? "" : name)
        .orElseThrow(() ->
            ProblemException.invalid(
                "provider",
                String.valueOf(name),
                String.join(", ", kinds.all().stream().map(ProviderKind::name).toList())));
  }

  /** What is a credential becomes one here, and is not seen as text again. */
  private static AccountSettings settings(ProviderKind kind, Map<String, String> all) {
    Map<String, String> texts = new HashMap<>(all);
    Map<String, Secret> secrets = new HashMap<>();
    for (Setting setting : kind.settings()) {
      if (setting.type() == Setting.Type.SECRET) {
        String value = texts.remove(setting.name());
        if (value != null && !value.isBlank()) {
          secrets.put(setting.name(), new Secret(value.strip()));
        }
      }
    }
    texts.values().removeIf(String::isBlank);
    return new AccountSettings(texts, secrets);
  }

  private static @Nullable Duration idle(@Nullable String text) {
    return text == null || text.isBlank() ? null : Params.duration("idleTimeout", text);
  }

  private static ErrorCode code(Refusal.Kind kind) {
    return kind == Refusal.Kind.ADDRESS_REFUSED
        ? ErrorCode.ADDRESS_REFUSED
        : ErrorCode.CREDENTIALS_REFUSED;
  }

  private AccountCheckView answer(AccountOutcome outcome, boolean kept) {
    return switch (outcome) {
      case AccountOutcome.Accepted(var account, var rights) ->
          new AccountCheckView(
              true,
              rights.owner(),
              rights.apps(),
              rights.missing(),
              kept ? views.of(account) : null);
      case AccountOutcome.Removed _ -> new AccountCheckView(true, "", 0, List.of(), null);
      case AccountOutcome.Refused(var refusal) ->
          throw new ProblemException(code(refusal.kind()), refusal.message());
      case AccountOutcome.Unanswered(String why) ->
          throw new ProblemException(ErrorCode.PROVIDER_UNREACHABLE, why);
      case AccountOutcome.Invalid(List<String> problems) ->
          throw new ProblemException(ErrorCode.INVALID_REQUEST, String.join("; ", problems));
      case AccountOutcome.LeavesAsleep(List<String> apps) ->
          throw new ProblemException(
              ErrorCode.LEAVES_ASLEEP,
              "these could not be woken, and nobody would wake them later: "
                  + String.join("; ", apps)
                  + "; say leave-asleep to remove the account all the same");
      case AccountOutcome.NoSuchAccount _ ->
          throw new ProblemException(ErrorCode.ACCOUNT_NOT_FOUND, "the account is gone");
    };
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.Account;
import dev.paastis.app.Formation;
import dev.paastis.app.Group;
import dev.paastis.app.Operation;
import dev.paastis.budget.MemoryBuckets;
import dev.paastis.fleet.Fleet;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.AddressRule;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import dev.paastis.provider.Secret;
import dev.paastis.provider.Setting;
import dev.paastis.wake.WakeAll;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An agency with accounts on one kind of platform, all in memory. */
final class Agency {
  final Fleet fleet = new Fleet();
  final MemoryBooks books = new MemoryBooks();
  final OpenAccounts open = new OpenAccounts();
  final Platform kind = new Platform();
  final TakenApps taken = new TakenApps(books, fleet.apps, fleet.lifecycle, new Names());
  final Takeover takeover = new Takeover(books, taken, fleet.directory);
  final AccountBook book =
      new AccountBook(
          ProviderKinds.of(List.of(kind, new Dangerous())),
          books,
          new AccountOpener(
              MemoryBuckets.full(),
              fleet.ticker,
              fleet.clock,
              Path.of("accounts"),
              AddressRule.ANYWHERE),
          open,
          new AccountBook.Apps(taken, new WakeAll(fleet.directory, fleet.waker)));
  @Nullable ImportRule rule;
  final AccountWatch watch =
      new AccountWatch(
          new AccountWatch.Books(books, books, takeover, taken, books.healths),
          fleet.apps,
          fleet.clock,
          _ -> Optional.ofNullable(rule));

  /** The wish for an account with that token. */
  AccountBook.Wish wish(String name, String token) {
    return new AccountBook.Wish(fleet.space, name, "platform", "", settings(token), false);
  }

  static AccountSettings settings(String token) {
    return new AccountSettings(Map.of(), Map.of("token", new Secret(token)));
  }

  /** An account that is kept; discovered are the apps given. */
  Account account(String name, DiscoveredApp... apps) {
    var outcome = (AccountOutcome.Accepted) book.add(wish(name, "right"), Fleet.PERSON);
    watch.listed(outcome.account(), List.of(apps));
    return outcome.account();
  }

  private static final class Names implements TakenApps.Naming {
    @Override
    public String host(String app) {
      return app + ".example.test";
    }

    @Override
    public Optional<Group> group(String app) {
      return Optional.empty();
    }
  }

  /** A kind of platform whose accounts all show the fleet's one platform. */
  final class Platform implements ProviderKind {
    final List<AccountSettings> opened = new ArrayList<>();

    @Override
    public String name() {
      return "platform";
    }

    @Override
    public String title() {
      return "Platform";
    }

    @Override
    public List<String> regions() {
      return List.of("north", "south");
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.secret("token", "the token"),
          Setting.choice("mode", List.of("stop", "pause"), "how apps sleep"),
          Setting.url("api-url", null, "where the API is"));
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(
          Capabilities.Stop.AT_ONCE,
          Capabilities.Proof.PROBE,
          Capabilities.Listing.PAGES,
          Capabilities.Changes.FOUND,
          Capabilities.Work.UNTOLD,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());
    }

    @Override
    public List<ApiLimit> limits() {
      return List.of(ApiLimit.bucket("account", 60, Duration.ofMinutes(1), ""));
    }

    @Override
    public String rights() {
      return "";
    }

    @Override
    public Provider open(String region, AccountSettings settings, Surroundings around) {
      if (settings.text("api-url").orElse("").endsWith("/nowhere")) {
        throw new IllegalArgumentException("api-url: leads nowhere");
      }
      opened.add(settings);
      return new Keyed(settings.requiredSecret("token").reveal());
    }
  }

  /** A kind that only the operator's file may name. */
  private final class Dangerous implements ProviderKind {
    @Override
    public String name() {
      return "dangerous";
    }

    @Override
    public String title() {
      return "Dangerous";
    }

    @Override
    public List<Setting> settings() {
      return List.of();
    }

    @Override
    public Capabilities capabilities() {
      return kind.capabilities();
    }

    @Override
    public String rights() {
      return "";
    }

    @Override
    public boolean declaredOnly() {
      return true;
    }

    @Override
    public Provider open(String region, AccountSettings settings, Surroundings around) {
      throw new AssertionError("must not be opened");
    }
  }

  /** The fleet's platform behind a token. */
  private final class Keyed implements Provider {
    private final String token;

    Keyed(String token) {
      this.token = token;
    }

    @Override
    public CallOutcome<Rights> rights(Call call) {
      return switch (token) {
        case "wrong" -> CallOutcome.refused(Refusal.Kind.UNAUTHORIZED, "the token is not known");
        case "late" -> CallOutcome.unknown("no answer");
        default -> CallOutcome.done(new Rights("ada@example.test", 2, List.of()));
      };
    }

    @Override
    public CallOutcome<List<DiscoveredApp>> discover(Call call) {
      return fleet.provider.discover(call);
    }

    @Override
    public CallOutcome<AppStatus> status(String ref, Call call) {
      return fleet.provider.status(ref, call);
    }

    @Override
    public CallOutcome<AppStatus.Running> start(
        String ref, Formation formation, Operation operation, Call call) {
      return fleet.provider.start(ref, formation, operation, call);
    }

    @Override
    public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
      return fleet.provider.stop(ref, call);
    }

    @Override
    public Readiness readiness(String ref) {
      return fleet.provider.readiness(ref);
    }

    @Override
    public List<String> output(String ref, int lines) {
      return fleet.provider.output(ref, lines);
    }

    @Override
    public void close() {}
  }
}

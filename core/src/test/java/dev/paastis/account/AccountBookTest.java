// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Account;
import dev.paastis.app.AppState;
import dev.paastis.app.EventType;
import dev.paastis.fleet.Fleet;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccountBookTest {
  private final Agency agency = new Agency();

  @Test
  void account_is_kept_once_its_platform_takes_it() {
    AccountOutcome outcome = agency.book.add(agency.wish("acme", "right"), Fleet.PERSON);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            AccountOutcome.Accepted.class,
            accepted -> {
              assertThat(accepted.rights().owner()).isEqualTo("ada@example.test");
              assertThat(agency.open.find(accepted.account().id())).isPresent();
            });
    assertThat(agency.kind.opened.getLast().texts()).containsEntry("mode", "stop");
    assertThat(agency.books.events)
        .singleElement()
        .satisfies(event -> assertThat(event.type()).isEqualTo(EventType.ACCOUNT_ADDED));
  }

  @Test
  void refused_unanswered_and_tried_accounts_are_not_kept() {
    assertThat(agency.book.add(agency.wish("acme", "wrong"), Fleet.PERSON))
        .isInstanceOf(AccountOutcome.Refused.class);
    assertThat(agency.book.add(agency.wish("acme", "late"), Fleet.PERSON))
        .isInstanceOf(AccountOutcome.Unanswered.class);
    assertThat(agency.book.tryOut(agency.wish("acme", "right")))
        .isInstanceOf(AccountOutcome.Accepted.class);
    assertThat(agency.book.all()).isEmpty();
    assertThat(agency.open.all()).isEmpty();
  }

  @Test
  void what_makes_no_sense_is_told_at_once_each_with_what_to_write() {
    AccountSettings nonsense =
        new AccountSettings(
            Map.of("mode", "dream", "api-url", "over there", "spice", "hot"), Map.of());
    AccountBook.Wish wish =
        new AccountBook.Wish(agency.fleet.space, "acme", "platform", "west", nonsense, false);
    assertThat(problems(agency.book.add(wish, Fleet.PERSON)))
        .anyMatch(problem -> problem.startsWith("region: 'west'"))
        .anyMatch(problem -> problem.startsWith("token: is missing"))
        .anyMatch(problem -> problem.contains("allowed: stop, pause"))
        .anyMatch(problem -> problem.contains("https://api.example.com"))
        .anyMatch(problem -> problem.startsWith("spice: is not a setting"));
  }

  @Test
  void kind_that_does_not_open_or_exist_or_is_the_operators_is_told() {
    AccountSettings nowhere =
        new AccountSettings(
            Map.of("api-url", "https://api.example.test/nowhere"),
            Map.of("token", new Secret("right")));
    assertThat(problems(agency.book.add(with("platform", nowhere), Fleet.PERSON)))
        .containsExactly("api-url: leads nowhere");
    assertThat(problems(agency.book.add(with("heruko", nowhere), Fleet.PERSON)))
        .singleElement()
        .asString()
        .contains("allowed: dangerous, platform");
    assertThat(problems(agency.book.add(with("dangerous", nowhere), Fleet.PERSON)))
        .singleElement()
        .asString()
        .contains("paastis.yml");
  }

  @Test
  void second_account_of_a_name_is_refused() {
    var _ = agency.account("acme");
    assertThat(problems(agency.book.add(agency.wish("acme", "right"), Fleet.PERSON)))
        .containsExactly("name: 'acme' is taken");
  }

  @Test
  void new_credentials_replace_the_old_only_when_they_are_taken() {
    Account account = agency.account("acme");
    assertThat(agency.book.rotate(account.id(), Agency.settings("wrong"), Fleet.PERSON))
        .isInstanceOf(AccountOutcome.Refused.class);
    assertThat(tokenOf(account)).isEqualTo("right");
    assertThat(agency.book.rotate(account.id(), Agency.settings("fresh"), Fleet.PERSON))
        .isInstanceOf(AccountOutcome.Accepted.class);
    assertThat(tokenOf(account)).isEqualTo("fresh");
    assertThat(agency.book.test(account.id())).isInstanceOf(AccountOutcome.Accepted.class);
  }

  @Test
  void unknown_accounts_are_told() {
    UUID nobody = UUID.randomUUID();
    assertThat(
            List.of(
                agency.book.test(nobody),
                agency.book.rotate(nobody, Agency.settings("x"), Fleet.PERSON),
                agency.book.mark(nobody, true, Fleet.PERSON),
                agency.book.remove(nobody, false, Fleet.PERSON)))
        .hasOnlyElementsOfType(AccountOutcome.NoSuchAccount.class);
  }

  @Test
  void kept_accounts_are_opened_again_and_follow_changes_made_elsewhere() {
    Account account = agency.account("acme");
    agency.open.close();
    List<String> notOpened = new ArrayList<>();
    agency.book.openAll((stored, why) -> notOpened.add(why));
    assertThat(notOpened).isEmpty();
    assertThat(agency.open.find(account.id())).isPresent();

    var _ =
        agency.books.remove(
            account.id(), agency.fleet.clock.instant(), agency.books.events.getFirst());
    agency.book.refresh(account.id());
    assertThat(agency.open.find(account.id())).isEmpty();
  }

  @Test
  void marking_an_account_walls_its_apps() {
    TakeoverTest.Taken taken = TakeoverTest.taken(agency, "acme", "shop");
    var _ = agency.book.mark(taken.account().id(), true, Fleet.PERSON);
    assertThat(taken.now().app().walled()).isTrue();
    var _ = agency.book.mark(taken.account().id(), false, Fleet.PERSON);
    assertThat(taken.now().app().walled()).isFalse();
  }

  @Test
  void removed_account_leaves_its_apps_awake() {
    TakeoverTest.Taken taken = TakeoverTest.taken(agency, "acme", "shop");
    taken.becomes(
        ((AppState.Unknown) taken.now().state()).observedAsleep(agency.fleet.clock.instant()));
    assertThat(agency.book.remove(taken.account().id(), false, Fleet.PERSON))
        .isInstanceOf(AccountOutcome.Removed.class);
    assertThat(agency.fleet.provider.runs("shop")).isTrue();
    assertThat(agency.fleet.directory.all()).isEmpty();
  }

  @Test
  void account_whose_apps_cannot_be_woken_stays_unless_they_may_be_left() {
    TakeoverTest.Taken taken = TakeoverTest.taken(agency, "acme", "shop");
    taken.becomes(
        ((AppState.Unknown) taken.now().state()).observedAsleep(agency.fleet.clock.instant()));
    agency.fleet.provider.startAnswer =
        () -> CallOutcome.refused(Refusal.Kind.QUOTA, "the card has expired");
    assertThat(agency.book.remove(taken.account().id(), false, Fleet.PERSON))
        .isInstanceOfSatisfying(
            AccountOutcome.LeavesAsleep.class,
            left ->
                assertThat(left.apps())
                    .singleElement()
                    .asString()
                    .contains("shop", "the card has expired"));
    assertThat(agency.book.remove(taken.account().id(), true, Fleet.PERSON))
        .isInstanceOf(AccountOutcome.Removed.class);
  }

  private String tokenOf(Account account) {
    return agency
        .books
        .find(account.id())
        .orElseThrow()
        .settings()
        .requiredSecret("token")
        .reveal();
  }

  private AccountBook.Wish with(String provider, AccountSettings settings) {
    return new AccountBook.Wish(agency.fleet.space, "acme", provider, "", settings, false);
  }

  private static List<String> problems(AccountOutcome outcome) {
    assertThat(outcome).isInstanceOf(AccountOutcome.Invalid.class);
    return ((AccountOutcome.Invalid) outcome).problems();
  }
}

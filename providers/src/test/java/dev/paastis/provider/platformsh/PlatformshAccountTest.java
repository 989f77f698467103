// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static dev.paastis.provider.platformsh.Account.done;
import static dev.paastis.provider.platformsh.Account.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Rights;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What a token may do, and how an environment looks while something is done to it. */
class PlatformshAccountTest {
  @Test
  void rights_name_the_user_and_count_the_environments_without_changing_anything() {
    try (Account account = Account.of(10, Account.QUICK)) {
      Rights rights = done(account.provider.rights(soon()));

      assertThat(rights).isEqualTo(new Rights("ops@example.org", 10, List.of()));
      assertThat(account.emulator.environments())
          .allMatch(ref -> account.emulator.activities(ref).isEmpty());
    }
  }

  @Test
  void environments_without_the_links_are_missed_by_name() {
    try (Account account = Account.of(5, Account.QUICK)) {
      account.emulator.forbid(account.named("staging"));
      account.emulator.forbid(account.named("feat/checkout"));

      assertThat(done(account.provider.rights(soon())).missing())
          .hasSize(2)
          .anySatisfy(text ->
              assertThat(text)
                  .contains("can list but not pause 1 of 5", account.named("staging"), "'pause'"))
          .anySatisfy(text ->
              assertThat(text).contains("not resume 1 of 6", account.named("feat/checkout")));
    }
  }

  @Test
  void environment_that_is_being_resumed_is_starting_where_it_will_answer() {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try (Account account = Account.of(5, Account.ENDLESS)) {
      String checkout = account.named("feat/checkout");
      var start = threads.submit(() -> account.start(checkout));

      await()
          .untilAsserted(() -> {
            CallOutcome<AppStatus> status = account.status(checkout);
            assertThat(done(status))
                .isInstanceOfSatisfying(
                    AppStatus.Starting.class,
                    starting -> {
                      assertThat(starting.upstream().host())
                          .isEqualTo(account.emulator.host(checkout));
                      assertThat(starting.upstream().ownHost()).isTrue();
                      assertThat(starting.formation()).isEqualTo(Formation.EMPTY);
                    });
          });
      assertThat(start).isNotDone();
    } finally {
      threads.shutdownNow();
    }
  }
}

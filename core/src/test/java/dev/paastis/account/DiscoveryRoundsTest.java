// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Account;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities.Changes;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoveryRoundsTest {
  private static final ApiLimit SIXTY = ApiLimit.bucket("account", 60, Duration.ofMinutes(1), "");

  private final Agency agency = new Agency();
  private final List<String> discovered = new ArrayList<>();
  private long nanos;
  private final DiscoveryRounds rounds =
      new DiscoveryRounds(
          agency.open, opened -> discovered.add(opened.account().name()), Runnable::run, ticker());

  @Test
  void account_is_discovered_at_once_and_then_at_its_own_pace() {
    Account account = agency.account("acme");
    assertThat(rounds.runDue()).isEqualTo(1);
    assertThat(rounds.runDue()).isZero();
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(rounds.runDue()).isEqualTo(1);
    rounds.discover(agency.open.find(account.id()).orElseThrow());
    assertThat(discovered).containsExactly("acme", "acme", "acme");
  }

  @Test
  void account_that_says_something_else_is_due_again() {
    Account account = agency.account("acme");
    var _ = rounds.runDue();
    agency.book.refresh(account.id());
    assertThat(rounds.runDue()).isEqualTo(1);
  }

  @Test
  void round_that_breaks_is_followed_by_the_next() {
    DiscoveryRounds breaking =
        new DiscoveryRounds(
            agency.open,
            _ -> {
              throw new IllegalStateException("broken");
            },
            Runnable::run,
            ticker());
    var _ = agency.account("acme");
    assertThat(breaking.runDue()).isEqualTo(1);
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(breaking.runDue()).isEqualTo(1);
  }

  @Test
  void discovery_takes_a_tenth_of_the_calls_at_most() {
    assertThat(Cadence.next(Changes.FOUND, List.of(SIXTY), 2)).isEqualTo(Duration.ofMinutes(1));
    assertThat(Cadence.next(Changes.FOUND, List.of(SIXTY), 30)).isEqualTo(Duration.ofMinutes(5));
    assertThat(Cadence.next(Changes.FOUND, List.of(SIXTY), 5_000)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void platform_that_tells_of_changes_is_listed_seldom_and_one_without_limits_often() {
    assertThat(Cadence.next(Changes.TOLD, List.of(), 0)).isEqualTo(Duration.ofMinutes(5));
    assertThat(Cadence.next(Changes.FOUND, List.of(), 0)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void sleeps_at_once_follow_the_limit() {
    Account account = agency.account("acme");
    assertThat(agency.open.sleepsAtOnce(account)).isEqualTo(4);
    agency.open.remove(account.id());
    assertThat(agency.open.sleepsAtOnce(account)).isEqualTo(16);
  }

  private Ticker ticker() {
    return new Ticker() {
      @Override
      public long nanos() {
        return nanos;
      }

      @Override
      public void pause(Duration time) {
        nanos += time.toNanos();
      }
    };
  }
}

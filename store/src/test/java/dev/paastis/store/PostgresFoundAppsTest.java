// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static dev.paastis.store.SharedStore.UPSTREAM;
import static dev.paastis.store.SharedStore.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.account.FoundApp;
import dev.paastis.account.FoundApp.Taken;
import dev.paastis.account.FoundApps;
import dev.paastis.account.StoredAccount;
import dev.paastis.app.Account;
import dev.paastis.app.AppSettings;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.AppStatus.Gone;
import dev.paastis.provider.AppStatus.Running;
import dev.paastis.provider.AppStatus.Stopped;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.DiscoveredApp.Trait;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PostgresFoundAppsTest {
  private static final Taken TAKEN = new Taken("shop", AppSettings.DEFAULT, true);
  private static final AppStatus RUNNING = new Running(UPSTREAM, WEB);

  private final Store store = SharedStore.store();
  private final FoundApps found = store.found();
  private final Account account = Stored.added("agency").account();

  @Test
  void a_list_is_kept_as_it_was_seen() {
    found.saw(
        account,
        List.of(
            new DiscoveredApp(
                "2",
                "web",
                List.of("a.org", "b.org"),
                RUNNING,
                Set.of(Trait.values()),
                Map.of("team", "blue")),
            new DiscoveredApp("1", "api", List.of(), new Stopped(WEB))),
        T0);

    assertThat(found.on(account))
        .containsExactly(
            new FoundApp("1", "api", List.of(), false, WEB, Set.of(), T0, null, null),
            new FoundApp(
                "2",
                "web",
                List.of("a.org", "b.org"),
                true,
                WEB,
                Set.of(Trait.values()),
                Map.of("team", "blue"),
                T0,
                null,
                null));
  }

  @Test
  void what_changes_is_updated_and_keeps_when_it_was_found() {
    see(T0, app("1", "web", RUNNING));
    see(T0.plusSeconds(5), app("1", "site", new Stopped(Formation.of("web", 1, "S"))));

    assertThat(found.on(account))
        .containsExactly(
            new FoundApp(
                "1",
                "site",
                List.of(),
                false,
                Formation.of("web", 1, "S"),
                Set.of(),
                T0,
                null,
                null));
  }

  @Test
  void a_platform_that_forgot_what_ran_does_not_make_us_forget() {
    see(T0, app("1", "web", RUNNING));
    see(T0.plusSeconds(5), app("1", "web", new Stopped(Formation.EMPTY)));

    assertThat(found.on(account)).extracting(FoundApp::formation).containsExactly(WEB);
    assertThat(found.on(account)).extracting(FoundApp::running).containsExactly(false);
  }

  @Test
  void an_app_that_is_not_listed_any_more_is_gone_and_may_come_back() {
    see(T0, app("1", "web", RUNNING), app("2", "api", RUNNING));
    assertThat(found.take(account, "1", TAKEN)).isTrue();

    see(T0.plusSeconds(5), app("2", "api", new Gone()));
    see(T0.plusSeconds(9));

    assertThat(found.on(account)).hasSize(1);
    assertThat(found.on(account).getFirst().goneAt()).isEqualTo(T0.plusSeconds(5));
    assertThat(found.on(account).getFirst().taken()).isEqualTo(TAKEN);
    see(T0.plusSeconds(20), app("2", "api", RUNNING), app("1", "web", RUNNING));
    assertThat(found.on(account)).extracting(FoundApp::goneAt).containsOnlyNulls();
    assertThat(found.on(account)).extracting(FoundApp::foundAt).containsOnly(T0);
  }

  @Test
  void an_app_is_taken_over_changed_and_let_go_of() {
    see(T0, app("1", "web", RUNNING));
    Taken other =
        new Taken("other", new AppSettings(Duration.ofMinutes(1), Duration.ofSeconds(9), 7), false);

    assertThat(found.take(account, "1", TAKEN)).isTrue();
    assertThat(found.take(account, "1", TAKEN)).isTrue();
    assertThat(found.take(account, "1", other)).isTrue();
    assertThat(found.on(account).getFirst().taken()).isEqualTo(other);
    see(T0.plusSeconds(5), app("1", "renamed", RUNNING));
    assertThat(found.on(account).getFirst().taken()).isEqualTo(other);
    assertThat(found.take(account, "1", null)).isTrue();
    assertThat(found.on(account).getFirst().taken()).isNull();
  }

  @Test
  void unknown_apps_and_accounts_are_not_taken_and_nothing_is_kept_of_them() {
    Account unknown = Stored.account(account.space(), "unknown").account();
    found.saw(unknown, List.of(app("1", "web", RUNNING)), T0);

    assertThat(found.on(unknown)).isEmpty();
    assertThat(found.take(unknown, "1", TAKEN)).isFalse();
    assertThat(found.take(account, "nothing", TAKEN)).isFalse();
    assertThat(found.take(account, "nothing", null)).isFalse();
  }

  @Test
  void a_taken_name_is_taken_in_the_whole_space() {
    Account other = store.ensureAccount(account.space(), "local", "local", "here");
    see(T0, app("1", "web", RUNNING), app("2", "api", RUNNING));
    found.saw(other, List.of(app("9", "ours", RUNNING)), T0);
    assertThat(found.take(other, "9", TAKEN)).isTrue();

    assertThatThrownBy(() -> found.take(account, "1", TAKEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'shop' is already taken for 'ours' of account 'here'; choose another name");
    assertThat(found.take(other, "9", null)).isTrue();
    assertThat(found.take(account, "1", TAKEN)).isTrue();
  }

  @Test
  void the_name_of_an_app_is_taken_unless_it_is_that_very_app() {
    Account file = store.ensureAccount(account.space(), "local", "local", "here");
    see(T0, app("ref-web", "web", RUNNING), app("2", "api", RUNNING));
    store.apps().declare(file, List.of(SharedStore.app(file, "shop")), T0);
    store.apps().declare(account, List.of(SharedStore.app(account, "web")), T0);

    assertThatThrownBy(() -> found.take(account, "2", TAKEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'shop' is already an app of account 'here'; choose another name");
    assertThat(found.take(account, "ref-web", new Taken("web", AppSettings.DEFAULT, false)))
        .isTrue();
    store.apps().declare(file, List.of(), T0);
    assertThat(found.take(account, "2", TAKEN)).isTrue();
  }

  @Test
  void names_taken_at_once_are_given_once() throws Exception {
    List<Callable<Boolean>> takes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Account one = store.ensureAccount(account.space(), "local", "local", "account " + i);
      found.saw(one, List.of(app("1", "web", RUNNING)), T0);
      takes.add(() -> found.take(one, "1", TAKEN));
    }
    int taken = 0;
    try (var executor = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> take : executor.invokeAll(takes)) {
        try {
          assertThat(take.get()).isTrue();
          taken++;
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("'shop' is already taken for");
        }
      }
    }
    assertThat(taken).isOne();
  }

  @Test
  void a_removed_account_lets_go_and_takes_no_list_any_more() {
    StoredAccount agency = Stored.added("agency");
    found.saw(agency.account(), List.of(app("1", "web", RUNNING)), T0);
    assertThat(found.take(agency.account(), "1", TAKEN)).isTrue();

    assertThat(
            store
                .accounts()
                .remove(agency.account().id(), T0, Stored.event(agency, EventType.ACCOUNT_REMOVED)))
        .isTrue();
    found.saw(agency.account(), List.of(app("2", "late", RUNNING)), T0);

    assertThat(found.on(agency.account())).extracting(FoundApp::ref).containsExactly("1");
    assertThat(found.on(agency.account()).getFirst().taken()).isNull();
    assertThat(found.take(agency.account(), "1", TAKEN)).isFalse();
    assertThatThrownBy(() ->
            store
                .apps()
                .declare(agency.account(), List.of(SharedStore.app(agency.account(), "late")), T0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was removed");
  }

  @Test
  void texts_that_make_no_sense_are_kept_without_what_a_database_refuses() {
    Formation odd =
        new Formation(
            List.of(new Formation.ProcessType("we\0b", 1, "'}{,\"")), Map.of("\0", "\ud83d"));
    see(
        T0,
        new DiscoveredApp("r\0", "{a,\"b\"}\\", List.of("{x}", ""), new Running(UPSTREAM, odd)),
        app("", "", RUNNING));

    assertThat(found.on(account)).extracting(FoundApp::ref).containsExactly("", "r\ufffd");
    FoundApp kept = found.on(account).getLast();
    assertThat(kept.name()).isEqualTo("{a,\"b\"}\\");
    assertThat(kept.hosts()).containsExactly("{x}", "");
    assertThat(kept.formation().processes().getFirst().name()).isEqualTo("we\ufffdb");
    assertThat(found.take(account, "r\0", TAKEN)).isTrue();
  }

  @Test
  void an_app_listed_twice_is_kept_as_the_last() {
    see(T0, app("1", "first", RUNNING), app("1", "last", RUNNING));

    assertThat(found.on(account)).extracting(FoundApp::name).containsExactly("last");
  }

  @Test
  void ten_thousand_apps_are_kept_at_once_and_unchanged_rows_are_not_written_again() {
    List<DiscoveredApp> listed = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      listed.add(
          new DiscoveredApp(
              UUID.randomUUID().toString(), "app-" + i, List.of("app-" + i + ".org"), RUNNING));
    }
    Duration first = timed(() -> found.saw(account, listed, T0));
    String before = newestRow();
    Duration again = timed(() -> found.saw(account, listed, T0.plusSeconds(60)));
    String after = newestRow();
    Duration gone = timed(() -> found.saw(account, List.of(), T0.plusSeconds(120)));
    System.getLogger(getClass().getName())
        .log(System.Logger.Level.INFO, "10,000 apps: {0}, again {1}, gone {2}", first, again, gone);

    assertThat(after).isEqualTo(before);
    assertThat(found.on(account)).isEmpty();
    assertThat(first).isLessThan(Duration.ofSeconds(4));
    assertThat(again).isLessThan(Duration.ofSeconds(4));
  }

  /** The transaction that wrote last. */
  private String newestRow() {
    return new Database(store.dataSource(), "here")
        .read(handle ->
            handle
                .createQuery(
                    "SELECT max(xmin::text::bigint)::text FROM found_app WHERE account_id = :id")
                .bind("id", account.id())
                .mapTo(String.class)
                .one());
  }

  private static Duration timed(Runnable work) {
    Ticker ticker = Ticker.system();
    long before = ticker.nanos();
    work.run();
    return Duration.ofNanos(ticker.nanos() - before);
  }

  private void see(Instant at, DiscoveredApp... listed) {
    found.saw(account, List.of(listed), at);
  }

  private static DiscoveredApp app(String ref, String name, AppStatus status) {
    return new DiscoveredApp(ref, name, List.of(), status);
  }
}

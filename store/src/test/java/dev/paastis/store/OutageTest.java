// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static dev.paastis.store.SharedStore.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.account.AccountHealth;
import dev.paastis.account.StoredAccount;
import dev.paastis.app.AppState.Unknown;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.provider.ApiLimit;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutageTest {
  private static final String PASSWORD = "secret-of-this-test";

  private Cluster cluster(Path home) throws IOException {
    Path real = home.toRealPath();
    Path password = real.resolve("password");
    Files.writeString(password, PASSWORD);
    Cluster cluster =
        new Cluster(ServerBinaries.unpack(real.resolve("bin")), real, Ticker.system());
    cluster.createIfAbsent(password);
    return cluster;
  }

  private static StoreSettings settings(int port) {
    return StoreSettings.of(DatabaseUrl.embedded(port, PASSWORD), InstantSource.fixed(T0));
  }

  @Test
  void calls_fail_fast_while_the_database_is_gone_and_work_when_it_is_back(@TempDir Path home)
      throws Exception {
    Cluster cluster = cluster(home);
    int port = Cluster.freePort(0);
    cluster.start(port);
    StoreSettings settings = settings(port);
    AtomicInteger resyncs = new AtomicInteger();
    try (Store store = Store.open(settings);
        ChangeFeed _ = store.changes(_ -> {}, resyncs::incrementAndGet)) {
      TrackedApp app = SharedStore.declared(store, "hello");
      await().until(() -> resyncs.get() == 1);

      cluster.stop();
      for (int i = 0; i < 3; i++) {
        long before = System.nanoTime();
        assertThatThrownBy(() ->
                store
                    .apps()
                    .transition(app, ((Unknown) app.state()).observedAsleep(T0), event(app, T0)))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("127.0.0.1:" + port)
            .hasMessageNotContaining(PASSWORD);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
      }
      assertThat(store.available()).isFalse();
      assertThatThrownBy(() -> Store.open(settings).close())
          .isInstanceOf(StoreUnavailableException.class);

      cluster.start(port);
      await().atMost(Duration.ofSeconds(20)).until(store::available);
      assertThat(store.apps().all()).containsExactly(app);
      assertThat(
              store
                  .apps()
                  .transition(app, ((Unknown) app.state()).observedAsleep(T0), event(app, T0)))
          .isPresent();
      await().atMost(Duration.ofSeconds(20)).until(() -> resyncs.get() >= 2);
    } finally {
      cluster.stop();
    }
  }

  @Test
  void a_database_that_hangs_does_not_block_for_ever(@TempDir Path home) throws Exception {
    Cluster cluster = cluster(home);
    int port = Cluster.freePort(0);
    cluster.start(port);
    ProcessHandle postmaster = cluster.running().orElseThrow();
    try (Store store = Store.open(settings(port))) {
      TrackedApp app = SharedStore.declared(store, "hello");
      signal("-STOP", postmaster);
      long before = System.nanoTime();
      assertThatThrownBy(() -> store.apps().find(app.id()))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));

      signal("-CONT", postmaster);
      await().atMost(Duration.ofSeconds(20)).until(store::available);
      assertThat(store.apps().find(app.id())).contains(app);
    } finally {
      signal("-CONT", postmaster);
      cluster.stop();
    }
  }

  @Test
  void accounts_and_their_budgets_are_told_as_away_and_are_as_before_when_it_is_back(
      @TempDir Path home) throws Exception {
    Cluster cluster = cluster(home);
    int port = Cluster.freePort(0);
    cluster.start(port);
    StoreSettings settings = settings(port).sealedWith(MasterKey.random());
    try (Store store = Store.open(settings)) {
      StoredAccount agency = Stored.account(store.spaces().ensure("agency"), "agency");
      UUID id = agency.account().id();
      Event event = Stored.event(agency, EventType.ACCOUNT_ADDED);
      ApiLimit limit = ApiLimit.bucket("account", 2, Duration.ofDays(1), "");
      store.accounts().add(agency, event);
      assertThat(store.buckets().take(id, limit, 0, T0).granted()).isTrue();

      cluster.stop();
      List<ThrowingCallable> calls =
          List.of(
              () -> store.accounts().all(),
              () -> store.accounts().rotate(id, Stored.settings(Stored.TOKEN), event),
              () -> store.accounts().remove(id, T0, event),
              () -> store.found().saw(agency.account(), List.of(), T0),
              () -> store.health().note(id, AccountHealth.State.REFUSED, "", T0),
              () -> store.buckets().take(id, limit, 0, T0),
              () -> Store.open(settings).close());
      for (ThrowingCallable call : calls) {
        assertThatThrownBy(call)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageNotContaining(Stored.TOKEN);
      }

      cluster.start(port);
      await().atMost(Duration.ofSeconds(20)).until(store::available);
      assertThat(store.accounts().all()).containsExactly(agency);
      assertThat(store.buckets().take(id, limit, 0, T0).granted()).isTrue();
      assertThat(store.buckets().take(id, limit, 0, T0).granted()).isFalse();
    } finally {
      cluster.stop();
    }
  }

  @Test
  void a_row_held_too_long_by_another_counts_as_an_outage() throws SQLException {
    StoreSettings shared = SharedStore.settings();
    StoreSettings impatient =
        new StoreSettings(
            shared.url(),
            1,
            Duration.ofMillis(500),
            Duration.ofMillis(300),
            shared.clock(),
            shared.ticker(),
            shared.masterKey());
    TrackedApp app = SharedStore.declared();
    try (Store store = Store.open(impatient);
        Connection other = SharedStore.store().dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT * FROM app_state WHERE app_id = '" + app.id() + "' FOR UPDATE");

      assertThatThrownBy(() -> store.apps().pin(app.id(), T0, event(app, T0)))
          .isInstanceOf(StoreUnavailableException.class);
      other.rollback();
      assertThat(store.apps().pin(app.id(), T0, event(app, T0))).isPresent();
    }
  }

  @Test
  void a_broken_query_is_a_bug_and_stays_one() {
    Database database = new Database(SharedStore.store().dataSource(), "here");

    assertThatThrownBy(() -> database.read(handle -> handle.execute("SELEKT 1")))
        .isNotInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("SELEKT");
  }

  /** Signals the server and its children; one that ends meanwhile needs no signal any more. */
  private static void signal(String signal, ProcessHandle postmaster) throws Exception {
    List<ProcessHandle> processes = new ArrayList<>(List.of(postmaster));
    postmaster.descendants().forEach(processes::add);
    for (ProcessHandle process : processes) {
      int code = new ProcessBuilder("kill", signal, "" + process.pid()).start().waitFor();
      assertThat(code == 0 || !process.isAlive()).as(signal + " " + process.pid()).isTrue();
    }
  }
}

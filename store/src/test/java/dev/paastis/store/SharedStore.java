// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.AppState.Unknown;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/** One real PostgreSQL for all tests of this JVM; every test works in a space of its own. */
final class SharedStore {
  static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
  static final Cause CAUSE = Cause.of(Cause.Kind.REQUEST, "GET /");
  static final Upstream UPSTREAM = new Upstream("http", "127.0.0.1", 4000);
  static final Formation WEB = Formation.of("web", 2, "M");

  static final MasterKey MASTER_KEY = MasterKey.random();

  private static final EmbeddedServer SERVER = startServer();
  private static final Store STORE = Store.open(settings());

  private SharedStore() {}

  static Store store() {
    return STORE;
  }

  static StoreSettings settings() {
    return StoreSettings.of(SERVER.url(), InstantSource.fixed(T0)).sealedWith(MASTER_KEY);
  }

  /** A database of its own, without a schema, on the shared server. */
  static StoreSettings emptyDatabase() {
    String name = "empty_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = STORE.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    PGSimpleDataSource source = SERVER.url().dataSource();
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgres://%s:%s@%s/%s"
                .formatted(
                    source.getUser(),
                    URLEncoder.encode(source.getPassword(), StandardCharsets.UTF_8),
                    SERVER.url().hosts(),
                    name));
    return StoreSettings.of(url, InstantSource.fixed(T0)).sealedWith(MASTER_KEY);
  }

  static Account account() {
    return account(STORE);
  }

  static Account account(Store store) {
    SpaceId space = store.spaces().ensure("space " + UUID.randomUUID());
    return store.ensureAccount(space, "local", "local", "here");
  }

  static App app(Account account, String name) {
    return new App(
        new AppId(UUID.randomUUID()),
        account,
        "ref-" + name,
        name,
        List.of(name + ".localhost"),
        AppSettings.DEFAULT,
        null);
  }

  static TrackedApp declared() {
    return declared(STORE, "hello");
  }

  static TrackedApp declared(Store store, String name) {
    Account account = account(store);
    return store.apps().declare(account, List.of(app(account, name)), T0).getFirst();
  }

  static TrackedApp awake() {
    TrackedApp app = declared();
    return move(app, ((Unknown) app.state()).observedAwake(T0, UPSTREAM, WEB), T0);
  }

  static TrackedApp move(TrackedApp from, AppState to, Instant at) {
    return STORE.apps().transition(from, to, event(from, at)).orElseThrow();
  }

  static Event event(TrackedApp app, Instant at) {
    return Event.about(app.app(), at, EventType.WAKE_STARTED, CAUSE);
  }

  static Operation operation(Instant at) {
    return new Operation(UUID.randomUUID(), new EngineId(UUID.randomUUID()), at, CAUSE);
  }

  private static EmbeddedServer startServer() {
    try {
      Path home = Files.createTempDirectory("paastis-store-test");
      HomeLock lock = HomeLock.take(home);
      EmbeddedServer server = EmbeddedServer.start(lock, Ticker.system());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, lock)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(EmbeddedServer server, HomeLock lock) {
    try (lock;
        server) {
      STORE.close();
    }
    try {
      PrivateFiles.deleteTree(lock.home());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

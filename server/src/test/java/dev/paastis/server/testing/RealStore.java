// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import dev.paastis.schedule.Ticker;
import dev.paastis.store.EmbeddedServer;
import dev.paastis.store.HomeLock;
import dev.paastis.store.Store;
import dev.paastis.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One real PostgreSQL for the tests of this JVM. */
public final class RealStore {
  private static final Store STORE = open();

  private RealStore() {}

  /** The store. */
  public static Store store() {
    return STORE;
  }

  /** Adds the space of the fleet with those of its apps, unless they are there. */
  public static void putFleet(SpaceId space, List<String> apps) {
    execute(
        "INSERT INTO space VALUES (?, ?, now()) ON CONFLICT DO NOTHING",
        space.value(),
        "s" + space);
    UUID account =
        UUID.nameUUIDFromBytes(space.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    execute(
        """
        INSERT INTO account (id, space_id, provider, region, name, created_at)
        VALUES (?, ?, 'local', 'local', 'here', now()) ON CONFLICT DO NOTHING
        """,
        account,
        space.value());
    for (String app : apps) {
      execute(
          """
          INSERT INTO app (id, space_id, account_id, ref, name, hosts, idle_timeout_ms,
                           wake_timeout_ms, wakes_per_hour, created_at)
          VALUES (?, ?, ?, ?, ?, '{}', 900000, 60000, 240, now()) ON CONFLICT DO NOTHING
          """,
          appId(app).value(),
          space.value(),
          account,
          app,
          app);
    }
  }

  /** The id that the fleet gives an app. */
  public static AppId appId(String name) {
    return new AppId(
        UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /** Adds an interval to an app's ledger. */
  public static void interval(SpaceId space, String app, String state, Instant from, Instant to) {
    execute(
        """
        INSERT INTO ledger_interval (space_id, app_id, state, formation, from_at, to_at)
        VALUES (?, ?, ?, '{}', ?, ?)
        """,
        space.value(),
        appId(app).value(),
        state,
        from.atOffset(ZoneOffset.UTC),
        to.atOffset(ZoneOffset.UTC));
  }

  private static void execute(String sql, @Nullable Object... values) {
    try (Connection connection = STORE.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Store open() {
    try {
      HomeLock lock = HomeLock.take(Files.createTempDirectory("paastis-wakes"));
      EmbeddedServer server = EmbeddedServer.start(lock, Ticker.system());
      Store store = Store.open(StoreSettings.of(server.url(), InstantSource.system()));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                store.close();
                server.close();
                lock.close();
              }));
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

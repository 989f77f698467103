// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.store.DatabaseUrl;
import dev.paastis.store.EmbeddedServer;
import dev.paastis.store.HomeLock;
import dev.paastis.store.Store;
import dev.paastis.store.StoreSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data folder, locked for this process, and the database: the one of {@code
 * PAASTIS_DATABASE_URL}, else the embedded server.
 */
public final class Installation implements AutoCloseable {
  private final HomeLock lock;
  private final @Nullable EmbeddedServer embedded;
  private final Store store;

  private Installation(HomeLock lock, @Nullable EmbeddedServer embedded, Store store) {
    this.lock = lock;
    this.embedded = embedded;
    this.store = store;
  }

  /**
   * Takes the folder and opens the database.
   *
   * @throws dev.paastis.store.HomeInUseException when another Paastis uses the folder
   * @throws dev.paastis.store.EmbeddedServerException when PostgreSQL cannot run here
   * @throws dev.paastis.app.StoreUnavailableException when the given database cannot be reached
   */
  static Installation open(Path home, Map<String, String> environment, InstantSource clock) {
    HomeLock lock = HomeLock.take(home);
    EmbeddedServer embedded = null;
    try {
      String url = environment.get("PAASTIS_DATABASE_URL");
      if (url == null || url.isBlank()) {
        embedded = EmbeddedServer.start(lock, Ticker.system());
        return new Installation(lock, embedded, open(embedded.url(), clock));
      }
      return new Installation(lock, null, openExternal(url, clock));
    } catch (RuntimeException e) {
      if (embedded != null) {
        embedded.close();
      }
      lock.close();
      throw e;
    }
  }

  /** What is kept. */
  Store store() {
    return store;
  }

  /** Whether this process is the only engine there can be on its database. */
  boolean alone() {
    return embedded != null;
  }

  /** Where the data lies. */
  Path home() {
    return lock.home();
  }

  @Override
  public void close() {
    store.close();
    if (embedded != null) {
      embedded.close();
    }
    lock.close();
  }

  private static Store open(DatabaseUrl url, InstantSource clock) {
    return Store.open(StoreSettings.of(url, clock));
  }

  /** What is wrong with the address or the credentials is a mistake of the configuration. */
  private static Store openExternal(String url, InstantSource clock) {
    try {
      return open(DatabaseUrl.parse(url), clock);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of("PAASTIS_DATABASE_URL: " + e.getMessage()));
    }
  }
}

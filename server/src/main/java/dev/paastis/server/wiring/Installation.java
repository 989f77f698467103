// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.store.DatabaseUrl;
import dev.paastis.store.EmbeddedServer;
import dev.paastis.store.HomeLock;
import dev.paastis.store.MasterKey;
import dev.paastis.store.MasterKeyException;
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
   * @throws ConfigurationException when the address of the database or the master key is wrong
   * @throws dev.paastis.app.StoreUnavailableException when the given database cannot be reached
   */
  static Installation open(Path home, Map<String, String> environment, InstantSource clock) {
    HomeLock lock = HomeLock.take(home);
    EmbeddedServer embedded = null;
    try {
      MasterKey key = masterKey(environment, lock);
      String url = environment.get("PAASTIS_DATABASE_URL");
      if (url == null || url.isBlank()) {
        embedded = EmbeddedServer.start(lock, Ticker.system());
        return new Installation(lock, embedded, open(embedded.url(), key, clock));
      }
      return new Installation(lock, null, openExternal(url, key, clock));
    } catch (MasterKeyException e) {
      close(lock, embedded);
      throw new ConfigurationException(List.of("PAASTIS_MASTER_KEY: " + e.getMessage()));
    } catch (RuntimeException e) {
      close(lock, embedded);
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
    close(lock, embedded);
  }

  private static void close(HomeLock lock, @Nullable EmbeddedServer embedded) {
    if (embedded != null) {
      embedded.close();
    }
    lock.close();
  }

  private static MasterKey masterKey(Map<String, String> environment, HomeLock lock) {
    String given = environment.get("PAASTIS_MASTER_KEY");
    return given == null || given.isBlank() ? MasterKey.keptIn(lock) : MasterKey.parse(given);
  }

  private static Store open(DatabaseUrl url, MasterKey key, InstantSource clock) {
    return Store.open(StoreSettings.of(url, clock).sealedWith(key));
  }

  /** What is wrong with the address or the credentials is a mistake of the configuration. */
  private static Store openExternal(String url, MasterKey key, InstantSource clock) {
    try {
      return open(DatabaseUrl.parse(url), key, clock);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of("PAASTIS_DATABASE_URL: " + e.getMessage()));
    }
  }
}

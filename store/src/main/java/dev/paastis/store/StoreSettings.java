// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How the store is reached.
 *
 * @param url where the database is
 * @param poolSize most connections in the pool; one more is used by each {@link ChangeFeed}
 * @param connectionWait longest wait for a connection before the store counts as away
 * @param statementTimeout longest time of one statement, after which the database gives it up
 * @param clock wall time of what the store notes by itself
 * @param ticker paces reconnection
 * @param masterKey what credentials are sealed with; without one the store keeps none
 */
public record StoreSettings(
    DatabaseUrl url,
    int poolSize,
    Duration connectionWait,
    Duration statementTimeout,
    InstantSource clock,
    Ticker ticker,
    @Nullable MasterKey masterKey) {
  /** Validates the sizes and times. */
  public StoreSettings {
    if (poolSize < 1) {
      throw new IllegalArgumentException("pool size must be at least 1, got: " + poolSize);
    }
    if (connectionWait.compareTo(Duration.ofMillis(250)) < 0) {
      throw new IllegalArgumentException(
          "connection wait must be at least 250 ms, got: " + connectionWait);
    }
    if (statementTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "statement timeout must be at least 1 ms, got: " + statementTimeout);
    }
  }

  /**
   * Ten connections, 1.5 s for a connection, 5 s for a statement, the machine's ticker, no master
   * key.
   */
  public static StoreSettings of(DatabaseUrl url, InstantSource clock) {
    return new StoreSettings(
        url, 10, Duration.ofMillis(1500), Duration.ofSeconds(5), clock, Ticker.system(), null);
  }

  /** The same with that master key. */
  public StoreSettings sealedWith(MasterKey key) {
    return new StoreSettings(url, poolSize, connectionWait, statementTimeout, clock, ticker, key);
  }
}

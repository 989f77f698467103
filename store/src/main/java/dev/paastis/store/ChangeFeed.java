// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Follows the database's notifications on a connection and a virtual thread of its own, and comes
 * back by itself after the database was away.
 *
 * @see Store#changes
 */
public final class ChangeFeed implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ChangeFeed.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final String APPS = "paastis_app";
  private static final String ACCOUNTS = "paastis_account";
  private static final String POLICIES = "paastis_policy";

  /** How often a silent connection is asked whether it still lives. */
  private static final int SILENCE_MILLIS = 5_000;

  private final StoreSettings settings;
  private final Listener listener;
  private volatile boolean closed;
  private volatile @Nullable Connection current;
  private Duration pause = FIRST_PAUSE;

  private ChangeFeed(StoreSettings settings, Listener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Who is told.
   *
   * @param app of each app that changed
   * @param account of each account that changed
   * @param policies of changes of rules, windows and groups
   * @param resync of each beginning, before which changes may have been missed
   */
  record Listener(
      Consumer<AppId> app, Consumer<UUID> account, Runnable policies, Runnable resync) {}

  static ChangeFeed start(StoreSettings settings, Listener listener) {
    ChangeFeed feed = new ChangeFeed(settings, listener);
    Thread.ofVirtual().name("paastis-change-feed").start(feed::run);
    return feed;
  }

  /** Stops following; a callback under way ends by itself. */
  @Override
  public void close() {
    closed = true;
    Connection open = current;
    if (open != null) {
      abort(open);
    }
  }

  private void run() {
    while (!closed) {
      try {
        follow();
      } catch (SQLException e) {
        LOG.log(
            closed ? Level.DEBUG : Level.WARNING, "change feed interrupted: {0}", e.getMessage());
      } catch (RuntimeException e) {
        // A callback failed, most likely because the store went away under it: begin again, which
        // calls for a resync.
        LOG.log(Level.WARNING, "change feed begins again after a failure", e);
      }
      rest();
    }
  }

  private void follow() throws SQLException {
    PGSimpleDataSource source = settings.url().dataSource();
    source.setSocketTimeout(2 * SILENCE_MILLIS / 1000);
    try (Connection connection = source.getConnection()) {
      current = connection;
      execute(connection, "LISTEN " + APPS);
      execute(connection, "LISTEN " + ACCOUNTS);
      execute(connection, "LISTEN " + POLICIES);
      listener.resync().run();
      pause = FIRST_PAUSE;
      while (!closed) {
        deliver(connection);
      }
    } finally {
      current = null;
    }
  }

  private void deliver(Connection connection) throws SQLException {
    PGNotification @Nullable [] notifications =
        connection.unwrap(PGConnection.class).getNotifications(SILENCE_MILLIS);
    if (notifications == null || notifications.length == 0) {
      execute(connection, "SELECT 1");
      return;
    }
    for (PGNotification notification : notifications) {
      deliver(notification);
    }
  }

  private void deliver(PGNotification notification) {
    String payload = notification.getParameter();
    if (notification.getName().equals(ACCOUNTS)) {
      listener.account().accept(UUID.fromString(payload));
    } else if (notification.getName().equals(POLICIES)) {
      listener.policies().run();
    } else {
      String app = payload.substring(0, payload.indexOf(' '));
      listener.app().accept(new AppId(UUID.fromString(app)));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Longer after each failure in a row, so that a database that starts is left in peace. */
  private void rest() {
    if (closed) {
      return;
    }
    try {
      settings.ticker().pause(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "closing the change feed: {0}", e.getMessage());
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that is away from a bug in a query.
 *
 * @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL's codes</a>
 */
final class Outage {
  /**
   * Classes of codes that pass: connection lost, too little memory, disk or connections, the server
   * shutting down or starting, its file system failing.
   */
  private static final Set<String> CLASSES = Set.of("08", "53", "58");

  /**
   * Single codes that pass: stopped by an administrator, by a crash, or not yet started (57P01 to
   * 57P05); statement, lock or idle time used up; a standby that took no writes.
   */
  private static final Set<String> CODES =
      Set.of("57P01", "57P02", "57P03", "57P05", "57014", "55P03", "25P03", "25006");

  private Outage() {}

  /** The same failure as callers of the ports know it. */
  static RuntimeException translate(RuntimeException failure, String where) {
    SQLException sql = sqlCause(failure);
    if (sql == null || !isOutage(sql)) {
      return failure;
    }
    return new StoreUnavailableException(
        "the database at " + where + " cannot be reached now: " + sql.getMessage(), failure);
  }

  /**
   * The same failure at the first contact, when a wrong password, user or database name shows: that
   * is a broken configuration, and waiting does not help.
   */
  static RuntimeException translateFirst(RuntimeException failure, String where) {
    SQLException sql = sqlCause(failure);
    @Nullable String code = sql == null ? null : sql.getSQLState();
    if (sql != null && code != null && (code.startsWith("28") || code.equals("3D000"))) {
      return new IllegalArgumentException(
          "the database at %s refuses: %s; correct its address, user and password"
              .formatted(where, sql.getMessage()),
          failure);
    }
    return translate(failure, where);
  }

  static boolean isOutage(SQLException sql) {
    String code = sql.getSQLState();
    return sql instanceof SQLTransientConnectionException
        || sql instanceof SQLNonTransientConnectionException
        || sql instanceof SQLRecoverableException
        || (code != null && code.length() == 5 && isOutage(code));
  }

  private static boolean isOutage(String code) {
    return CLASSES.contains(code.substring(0, 2)) || CODES.contains(code);
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}

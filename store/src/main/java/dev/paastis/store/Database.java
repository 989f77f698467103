// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.StoreUnavailableException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The pool behind JDBI: one transaction a call, and outages told from bugs. Safe for use by many
 * threads.
 */
final class Database {
  private final Jdbi jdbi;
  private final String where;

  Database(DataSource source, String where) {
    this.where = where;
    this.jdbi =
        Jdbi.create(source)
            .registerArrayType(UUID.class, "uuid")
            .registerArrayType(String.class, "text")
            .registerArgument(new Times());
    // Instants read back through Times.read; this is for columns mapped by type alone.
    this.jdbi.registerColumnMapper(Instant.class, (rs, column, _) -> Times.read(rs, column));
  }

  /**
   * Runs the work in one transaction, rolled back when it throws.
   *
   * @throws StoreUnavailableException when the database is away; should the connection break during
   *     the commit itself, the work may have been done all the same
   */
  <T> T write(Function<Handle, T> work) {
    try {
      return jdbi.<T, RuntimeException>inTransaction(work::apply);
    } catch (RuntimeException e) {
      throw Outage.translate(e, where);
    }
  }

  /** Runs one query on a connection of its own. */
  <T> T read(Function<Handle, T> work) {
    try {
      return jdbi.<T, RuntimeException>withHandle(work::apply);
    } catch (RuntimeException e) {
      throw Outage.translate(e, where);
    }
  }

  /** As {@link #write} without a result. */
  void run(Consumer<Handle> work) {
    try {
      jdbi.<RuntimeException>useTransaction(work::accept);
    } catch (RuntimeException e) {
      throw Outage.translate(e, where);
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import dev.paastis.savings.Ledger;
import dev.paastis.savings.LedgerInterval;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads the ledger in PostgreSQL. */
final class PostgresLedger implements Ledger {
  private static final String SELECT =
      """
      SELECT app_id, state, formation, from_at, to_at FROM ledger_interval
      WHERE from_at < :to AND (to_at IS NULL OR to_at > :from)
      """;

  private final Database database;

  PostgresLedger(Database database) {
    this.database = database;
  }

  @Override
  public List<LedgerInterval> intervals(AppId app, Instant from, Instant to) {
    return list("AND app_id = :id ORDER BY from_at, id", app.value(), from, to);
  }

  @Override
  public List<LedgerInterval> intervals(SpaceId space, Instant from, Instant to) {
    return list("AND space_id = :id ORDER BY from_at, id", space.value(), from, to);
  }

  private List<LedgerInterval> list(String whose, UUID id, Instant from, Instant to) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + whose)
            .bind("id", id)
            .bind("from", from)
            .bind("to", to)
            .map(Rows::interval)
            .list());
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.account.AccountHealth;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** How the platforms take the accounts, in PostgreSQL. */
final class PostgresAccountHealth implements AccountHealth {
  private final Database database;

  PostgresAccountHealth(Database database) {
    this.database = database;
  }

  @Override
  public boolean note(UUID account, State state, String detail, Instant at) {
    return database.write(handle ->
        handle
            .createQuery(
                """
                WITH before AS (
                    SELECT id, health FROM account
                    WHERE id = :account AND removed_at IS NULL
                      AND (checked_at IS NULL OR checked_at <= :at)
                    FOR NO KEY UPDATE
                )
                UPDATE account a SET health = :state, health_detail = :detail, checked_at = :at
                FROM before
                WHERE a.id = before.id
                RETURNING before.health <> :state
                """)
            .bind("account", account)
            .bind("state", state.wire())
            .bind("detail", Json.clean(detail))
            .bind("at", at)
            .mapTo(Boolean.class)
            .findOne()
            .orElse(false));
  }

  @Override
  public Map<UUID, Health> all() {
    Map<UUID, Health> all = new HashMap<>();
    database.run(handle ->
        handle
            .createQuery(
                """
                SELECT id, health, health_detail, checked_at FROM account WHERE removed_at IS NULL
                """)
            .map((rs, _) ->
                Map.entry(
                    rs.getObject("id", UUID.class),
                    new Health(
                        State.ofWire(rs.getString("health")),
                        rs.getString("health_detail"),
                        Times.optional(rs, "checked_at"))))
            .forEach(entry -> all.put(entry.getKey(), entry.getValue())));
    return all;
  }
}

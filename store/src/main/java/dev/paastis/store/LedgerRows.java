// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppState;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes the ledger, within the transaction of the transition that it notes. */
final class LedgerRows {
  private LedgerRows() {}

  /**
   * Closes the open interval, if there is one, and opens the next where it ends. Engines' clocks
   * differ a little: an interval never ends before it began, it is then empty.
   */
  static void open(Handle handle, UUID app, AppState to, Instant at) {
    handle
        .createUpdate(
            """
            WITH closed AS (
                UPDATE ledger_interval SET to_at = greatest(from_at, :at)
                WHERE app_id = :app AND to_at IS NULL
                RETURNING to_at
            ), past AS (
                SELECT max(to_at) AS to_at FROM ledger_interval WHERE app_id = :app
            )
            INSERT INTO ledger_interval (space_id, app_id, state, formation, from_at)
            SELECT a.space_id, a.id, :state, :formation::jsonb,
                   coalesce((SELECT to_at FROM closed),
                            greatest((SELECT to_at FROM past), :at))
            FROM app a WHERE a.id = :app
            """)
        .bind("app", app)
        .bind("at", at)
        .bind("state", to.name().wire())
        .bind("formation", Json.write(to.formation()))
        .execute();
  }

  static void close(Handle handle, UUID app, Instant at) {
    handle
        .createUpdate(
            """
            UPDATE ledger_interval SET to_at = greatest(from_at, :at)
            WHERE app_id = :app AND to_at IS NULL
            """)
        .bind("app", app)
        .bind("at", at)
        .execute();
  }
}

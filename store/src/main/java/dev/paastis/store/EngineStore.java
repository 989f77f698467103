// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.EngineId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The engines that run on this database, so that one can tell which operations have lost theirs.
 * Safe for use by many threads; may block.
 */
public final class EngineStore {
  private final Database database;

  EngineStore(Database database) {
    this.database = database;
  }

  /** Notes an engine that starts. */
  public void register(EngineId engine, Instant at) {
    upsert(engine, at);
  }

  /** Notes that the engine still runs; also brings back one that was removed. */
  public void heartbeat(EngineId engine, Instant at) {
    upsert(engine, at);
  }

  /** The engines that gave a sign of life at that time or later. */
  public Set<EngineId> alive(Instant since) {
    return database.read(handle ->
        handle
            .createQuery("SELECT id FROM engine WHERE last_seen >= :since")
            .bind("since", since)
            .map((rs, _) -> new EngineId(rs.getObject("id", UUID.class)))
            .set());
  }

  /** Forgets an engine that has ended. */
  public void remove(EngineId engine) {
    database.run(handle ->
        handle
            .createUpdate("DELETE FROM engine WHERE id = :id")
            .bind("id", engine.value())
            .execute());
  }

  private void upsert(EngineId engine, Instant at) {
    database.run(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO engine (id, started_at, last_seen) VALUES (:id, :at, :at)
                ON CONFLICT (id)
                DO UPDATE SET last_seen = greatest(engine.last_seen, excluded.last_seen)
                """)
            .bind("id", engine.value())
            .bind("at", at)
            .execute());
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.SpaceId;
import java.time.Instant;
import java.util.List;

/** The ignore rules that people made. Safe for use by many threads; may block. */
public final class IgnoreEntries {
  private final Database database;

  IgnoreEntries(Database database) {
    this.database = database;
  }

  /**
   * A rule.
   *
   * @param name unique in the space
   * @param body what it says, as JSON
   * @param changedAt its last change
   * @param changedBy who changed it last, for people
   */
  public record Entry(String name, String body, Instant changedAt, String changedBy) {}

  /** All of a space, in the order in which they were made. */
  public List<Entry> all(SpaceId space) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT name, body, changed_at, changed_by FROM ignore_rule
                WHERE space_id = :space ORDER BY id
                """)
            .bind("space", space.value())
            .map((rs, _) ->
                new Entry(
                    rs.getString("name"),
                    rs.getString("body"),
                    Times.required(rs, "changed_at"),
                    rs.getString("changed_by")))
            .list());
  }

  /** Adds a rule, or changes the one of that name, which keeps its place. */
  public void put(SpaceId space, Entry entry) {
    database.run(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO ignore_rule (space_id, name, body, changed_at, changed_by)
                VALUES (:space, :name, :body::jsonb, :at, :by)
                ON CONFLICT (space_id, name) DO UPDATE
                SET body = excluded.body, changed_at = excluded.changed_at,
                    changed_by = excluded.changed_by
                """)
            .bind("space", space.value())
            .bind("name", entry.name())
            .bind("body", entry.body())
            .bind("at", entry.changedAt())
            .bind("by", Json.clean(entry.changedBy()))
            .execute());
  }

  /** Removes a rule; false when there is none. */
  public boolean remove(SpaceId space, String name) {
    return database.write(handle ->
        handle
                .createUpdate("DELETE FROM ignore_rule WHERE space_id = :space AND name = :name")
                .bind("space", space.value())
                .bind("name", name)
                .execute()
            == 1);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.SpaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Rules, windows and groups that people made, each in the words of the file as JSON. Safe for use
 * by many threads; throws {@link dev.paastis.app.StoreUnavailableException}.
 */
public final class PolicyEntries {
  private final Database database;

  PolicyEntries(Database database) {
    this.database = database;
  }

  /** What an entry is. */
  public enum Kind {
    /** A rule; the order counts. */
    RULE,
    /** A window. */
    WINDOW,
    /** A group. */
    GROUP;

    private String column() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * An entry.
   *
   * @param id identifies it
   * @param kind what it is
   * @param name unique among those of its kind in the space
   * @param position its place among them, growing
   * @param body what it says, as JSON
   * @param version counts its changes from one
   * @param changedAt its last change
   * @param changedBy who changed it last, for people
   */
  public record Entry(
      UUID id,
      Kind kind,
      String name,
      int position,
      String body,
      long version,
      Instant changedAt,
      String changedBy) {}

  /** What somebody wants an entry to say. */
  public record Draft(Kind kind, String name, String body, String by, Instant at) {}

  /** All of a space, by kind and position. */
  public List<Entry> all(SpaceId space) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT * FROM policy_entry WHERE space_id = :space ORDER BY kind, position, name")
            .bind("space", space.value())
            .map((rs, _) -> entry(rs))
            .list());
  }

  /** Adds an entry as the last of its kind, or changes the one of that name. */
  public Entry put(SpaceId space, Draft draft) {
    return database.write(handle -> {
      lock(handle, space);
      return handle
          .createQuery(
              """
              INSERT INTO policy_entry AS p (id, space_id, kind, name, position, body, changed_at,
                                             changed_by)
              VALUES (gen_random_uuid(), :space, :kind, :name,
                      (SELECT coalesce(max(position), 0) + 1 FROM policy_entry
                       WHERE space_id = :space AND kind = :kind),
                      :body::jsonb, :at, :by)
              ON CONFLICT (space_id, kind, name) DO UPDATE
              SET body = excluded.body, version = p.version + 1,
                  changed_at = excluded.changed_at, changed_by = excluded.changed_by
              RETURNING *
              """)
          .bind("space", space.value())
          .bind("kind", draft.kind().column())
          .bind("name", draft.name())
          .bind("body", draft.body())
          .bind("at", draft.at())
          .bind("by", Json.clean(draft.by()))
          .map((rs, _) -> entry(rs))
          .one();
    });
  }

  /** Moves an entry to a place among those of its kind, counted from one; empty when unknown. */
  public Optional<Entry> move(SpaceId space, Kind kind, String name, int position) {
    return database.write(handle -> {
      lock(handle, space);
      return handle
          .createQuery(
              """
              WITH ordered AS (
                  SELECT id, row_number() OVER (
                             ORDER BY CASE WHEN name = :name THEN :position - 0.5
                                           ELSE others END) AS place
                  FROM (SELECT id, name, position,
                               row_number() OVER (PARTITION BY name = :name
                                                  ORDER BY position) AS others
                        FROM policy_entry WHERE space_id = :space AND kind = :kind) AS each_one
              ), moved AS (
                  UPDATE policy_entry p SET position = ordered.place
                  FROM ordered WHERE ordered.id = p.id RETURNING p.*
              )
              SELECT * FROM moved WHERE name = :name
              """)
          .bind("space", space.value())
          .bind("kind", kind.column())
          .bind("name", name)
          .bind("position", position)
          .map((rs, _) -> entry(rs))
          .findOne();
    });
  }

  /** Removes an entry; false when there is none. */
  public boolean remove(SpaceId space, Kind kind, String name) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    DELETE FROM policy_entry
                    WHERE space_id = :space AND kind = :kind AND name = :name
                    """)
                .bind("space", space.value())
                .bind("kind", kind.column())
                .bind("name", name)
                .execute()
            == 1);
  }

  /** Positions are given out one after the other. */
  private static void lock(Handle handle, SpaceId space) {
    handle
        .createQuery("SELECT id FROM space WHERE id = :space FOR NO KEY UPDATE")
        .bind("space", space.value())
        .mapTo(UUID.class)
        .one();
  }

  private static Entry entry(ResultSet rs) throws SQLException {
    return new Entry(
        rs.getObject("id", UUID.class),
        Kind.valueOf(rs.getString("kind").toUpperCase(java.util.Locale.ROOT)),
        rs.getString("name"),
        rs.getInt("position"),
        rs.getString("body"),
        rs.getLong("version"),
        Times.required(rs, "changed_at"),
        rs.getString("changed_by"));
  }
}

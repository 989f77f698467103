// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.SpaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The log drains. Safe for use by many threads; may block. */
public final class DrainEntries {
  private final Database database;

  DrainEntries(Database database) {
    this.database = database;
  }

  /**
   * A drain.
   *
   * @param id identifies it
   * @param space whose apps it tells of
   * @param name unique in the space
   * @param sha256Hex SHA-256 of its token, in lower-case hexadecimal
   * @param account the only account whose apps it tells of, {@code null} for any
   * @param app the only app that it tells of, {@code null} for any
   * @param createdAt when it was made
   * @param createdBy by whom, for people
   * @param lastLineAt when a line came last, {@code null} when none did
   * @param lastVisitAt when a line came last that told of a visit
   */
  public record Entry(
      UUID id,
      SpaceId space,
      String name,
      String sha256Hex,
      @Nullable String account,
      @Nullable String app,
      Instant createdAt,
      String createdBy,
      @Nullable Instant lastLineAt,
      @Nullable Instant lastVisitAt) {}

  /** All of all spaces, by name. */
  public List<Entry> all() {
    return database.read(handle ->
        handle.createQuery("SELECT * FROM drain ORDER BY name").map(DrainEntries::entry).list());
  }

  /** Adds a drain; false when the space has one of that name. */
  public boolean add(Entry entry) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    INSERT INTO drain (id, space_id, name, sha256, account_name, app_name,
                                       created_at, created_by)
                    VALUES (:id, :space, :name, :sha256, :account, :app, :at, :by)
                    ON CONFLICT (space_id, name) DO NOTHING
                    """)
                .bind("id", entry.id())
                .bind("space", entry.space().value())
                .bind("name", entry.name())
                .bind("sha256", entry.sha256Hex())
                .bind("account", entry.account())
                .bind("app", entry.app())
                .bind("at", entry.createdAt())
                .bind("by", Json.clean(entry.createdBy()))
                .execute()
            == 1);
  }

  /** Removes a drain; false when there is none. */
  public boolean remove(SpaceId space, String name) {
    return database.write(handle ->
        handle
                .createUpdate("DELETE FROM drain WHERE space_id = :space AND name = :name")
                .bind("space", space.value())
                .bind("name", name)
                .execute()
            == 1);
  }

  /** Keeps when lines came last; earlier times than those kept change nothing. */
  public void seen(UUID id, @Nullable Instant line, @Nullable Instant visit) {
    database.run(handle ->
        handle
            .createUpdate(
                """
                UPDATE drain SET last_line_at = greatest(last_line_at, :line::timestamptz),
                                 last_visit_at = greatest(last_visit_at, :visit::timestamptz)
                WHERE id = :id
                """)
            .bind("id", id)
            .bind("line", line)
            .bind("visit", visit)
            .execute());
  }

  private static Entry entry(ResultSet rs, StatementContext context) throws SQLException {
    return new Entry(
        rs.getObject("id", UUID.class),
        new SpaceId(rs.getObject("space_id", UUID.class)),
        rs.getString("name"),
        rs.getString("sha256"),
        rs.getString("account_name"),
        rs.getString("app_name"),
        Times.required(rs, "created_at"),
        rs.getString("created_by"),
        Times.optional(rs, "last_line_at"),
        Times.optional(rs, "last_visit_at"));
  }
}

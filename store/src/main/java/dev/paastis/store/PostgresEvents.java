// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppId;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.SpaceId;
import java.util.List;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The log of events in PostgreSQL; a trigger refuses to change what is written. */
final class PostgresEvents implements EventLog {
  private static final String SELECT =
      """
      SELECT id, space_id, app_id, at, type, cause, details FROM event
      WHERE space_id = :space
      """;

  private final Database database;

  PostgresEvents(Database database) {
    this.database = database;
  }

  @Override
  public Event append(Event event) {
    return database.write(handle -> EventRows.append(handle, event));
  }

  @Override
  public List<Event> before(SpaceId space, @Nullable AppId app, long before, int limit) {
    return list(space, app, "AND id < :position ORDER BY id DESC LIMIT :limit", before, limit);
  }

  @Override
  public List<Event> after(SpaceId space, @Nullable AppId app, long after, int limit) {
    return list(space, app, "AND id > :position ORDER BY id LIMIT :limit", after, limit);
  }

  private List<Event> list(
      SpaceId space, @Nullable AppId app, String range, long position, int limit) {
    String ofApp = app == null ? "" : "AND app_id = :app ";
    return database.read(handle -> {
      Query query = handle.createQuery(SELECT + ofApp + range).bind("space", space.value());
      if (app != null) {
        query.bind("app", app.value());
      }
      return query.bind("position", position).bind("limit", limit).map(Rows::event).list();
    });
  }
}

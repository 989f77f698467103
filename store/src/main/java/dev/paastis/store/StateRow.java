// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppState;
import dev.paastis.app.AppState.Asleep;
import dev.paastis.app.AppState.Awake;
import dev.paastis.app.AppState.FallingAsleep;
import dev.paastis.app.AppState.Unknown;
import dev.paastis.app.AppState.Waking;
import dev.paastis.app.EngineId;
import dev.paastis.app.Operation;
import dev.paastis.app.StateName;
import dev.paastis.app.Upstream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** A state laid out in the columns of table {@code app_state}, and read back. */
final class StateRow {
  private StateRow() {}

  /** Binds every column of the state; those that it has not become null. */
  static <S extends SqlStatement<S>> S bind(S statement, AppState state) {
    Operation operation = operation(state);
    Upstream upstream = upstream(state);
    return statement
        .bind("state", state.name().wire())
        .bind("since", state.since())
        .bind("formation", Json.write(state.formation()))
        .bind("operation", operation == null ? null : operation.id())
        .bind("engine", operation == null ? null : operation.engine().value())
        .bind("startedAt", operation == null ? null : operation.startedAt())
        .bind("cause", operation == null ? null : Json.write(operation.cause()))
        .bind("upstream", upstream == null ? null : upstream.toString())
        .bind("handledAt", state instanceof Awake awake ? awake.handledAt() : null)
        .bind("awakeSince", state instanceof FallingAsleep falling ? falling.awakeSince() : null)
        .bind("unknownCause", state instanceof Unknown no ? Json.clean(no.cause()) : null);
  }

  static AppState read(ResultSet rs) throws SQLException {
    Instant since = Times.required(rs, "since");
    var formation = Json.formation(rs, "formation");
    return switch (StateName.ofWire(rs.getString("state"))) {
      case AWAKE -> new Awake(since, upstream(rs), formation, Times.optional(rs, "handled_at"));
      case FALLING_ASLEEP ->
          new FallingAsleep(
              since, operation(rs), upstream(rs), formation, Times.required(rs, "awake_since"));
      case ASLEEP -> new Asleep(since, formation);
      case WAKING -> new Waking(since, operation(rs), formation);
      case UNKNOWN -> new Unknown(since, rs.getString("unknown_cause"), formation);
    };
  }

  private static @Nullable Operation operation(AppState state) {
    return switch (state) {
      case FallingAsleep falling -> falling.operation();
      case Waking waking -> waking.operation();
      case Awake _, Asleep _, Unknown _ -> null;
    };
  }

  private static @Nullable Upstream upstream(AppState state) {
    return switch (state) {
      case Awake awake -> awake.upstream();
      case FallingAsleep falling -> falling.upstream();
      case Waking _, Asleep _, Unknown _ -> null;
    };
  }

  private static Operation operation(ResultSet rs) throws SQLException {
    return new Operation(
        rs.getObject("operation_id", UUID.class),
        new EngineId(rs.getObject("engine", UUID.class)),
        Times.required(rs, "started_at"),
        Json.cause(rs, "cause"));
  }

  private static Upstream upstream(ResultSet rs) throws SQLException {
    return Upstream.parse(rs.getString("upstream"));
  }
}

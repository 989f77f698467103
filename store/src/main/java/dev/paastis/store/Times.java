// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Instants as {@code timestamptz}: cut to microseconds, never rounded into the future; {@link
 * Instant#MAX} is the database's {@code infinity}, {@link Instant#MIN} its {@code -infinity}.
 */
final class Times extends AbstractArgumentFactory<Instant> {
  Times() {
    super(Types.TIMESTAMP_WITH_TIMEZONE);
  }

  @Override
  protected Argument build(Instant value, ConfigRegistry config) {
    return (position, statement, _) -> statement.setObject(position, write(value));
  }

  /** For arrays, which travel as text. */
  static String text(Instant at) {
    return at.equals(Instant.MAX) ? "infinity" : at.truncatedTo(ChronoUnit.MICROS).toString();
  }

  /** The column's time. */
  static Instant required(ResultSet rs, String column) throws SQLException {
    return toInstant(rs.getObject(column, OffsetDateTime.class));
  }

  /** The column's time, if it has one. */
  static @Nullable Instant optional(ResultSet rs, String column) throws SQLException {
    @Nullable OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : toInstant(at);
  }

  static @Nullable Instant read(ResultSet rs, int column) throws SQLException {
    @Nullable OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : toInstant(at);
  }

  private static OffsetDateTime write(Instant value) {
    if (value.equals(Instant.MAX)) {
      return OffsetDateTime.MAX;
    }
    return value.equals(Instant.MIN)
        ? OffsetDateTime.MIN
        : value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  private static Instant toInstant(OffsetDateTime at) {
    if (at.equals(OffsetDateTime.MAX)) {
      return Instant.MAX;
    }
    return at.equals(OffsetDateTime.MIN) ? Instant.MIN : at.toInstant();
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.Cause;
import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Wall;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The values kept as {@code jsonb}, by the names of their record components. Texts come from apps
 * and clients, so what PostgreSQL refuses in a text (the character zero, half a surrogate pair) is
 * replaced by U+FFFD.
 */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final char REPLACEMENT = '\ufffd';

  private Json() {}

  static String write(Cause cause) {
    return MAPPER.writeValueAsString(
        new Cause(cause.kind(), clean(cause.summary()), clean(cause.details())));
  }

  static String write(Formation formation) {
    return MAPPER.writeValueAsString(clean(formation));
  }

  static String write(Map<String, String> texts) {
    return MAPPER.writeValueAsString(clean(texts));
  }

  /** Not for {@code jsonb}: every character as it is. */
  static String exact(Map<String, String> texts) {
    return MAPPER.writeValueAsString(texts);
  }

  static Map<String, String> texts(String json) {
    return MAPPER.readValue(json, TEXTS);
  }

  static String write(Wall.Lifted lifted) {
    return MAPPER.writeValueAsString(
        new Wall.Lifted(clean(lifted.by()), clean(lifted.reason()), lifted.at()));
  }

  static Wall.@Nullable Lifted lifted(ResultSet rs, String column) throws SQLException {
    @Nullable String json = rs.getString(column);
    return json == null ? null : MAPPER.readValue(json, Wall.Lifted.class);
  }

  static Cause cause(ResultSet rs, String column) throws SQLException {
    return MAPPER.readValue(rs.getString(column), Cause.class);
  }

  static Formation formation(ResultSet rs, String column) throws SQLException {
    return MAPPER.readValue(rs.getString(column), Formation.class);
  }

  static Map<String, String> texts(ResultSet rs, String column) throws SQLException {
    return texts(rs.getString(column));
  }

  /** The text as PostgreSQL takes it. */
  static String clean(String text) {
    return text.codePoints().noneMatch(Json::refused)
        ? text
        : text.codePoints()
            .map(point -> refused(point) ? REPLACEMENT : point)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  static Formation clean(Formation formation) {
    return new Formation(
        formation.processes().stream()
            .map(type -> new ProcessType(clean(type.name()), type.quantity(), clean(type.size())))
            .toList(),
        clean(formation.extras()));
  }

  static Map<String, String> clean(Map<String, String> texts) {
    return texts.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> clean(entry.getKey()), entry -> clean(entry.getValue()), (a, _) -> a));
  }

  private static boolean refused(int point) {
    return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }
}

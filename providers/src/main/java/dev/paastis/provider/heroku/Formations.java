// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What can be said of formations without asking Heroku. */
final class Formations {
  /** The process type that gets requests. */
  static final String WEB = "web";

  private Formations() {}

  /** Reads the rows of a formation; empty when it is no list. */
  static Optional<Formation> read(JsonNode json) {
    if (!json.isArray()) {
      return Optional.empty();
    }
    List<ProcessType> rows = new ArrayList<>();
    for (JsonNode row : json) {
      String type = row.path("type").asString("");
      if (!type.isEmpty()) {
        rows.add(new ProcessType(type, Math.max(0, row.path("quantity").asInt(0)), size(row)));
      }
    }
    return Optional.of(new Formation(rows, Map.of()));
  }

  /** The row of a type. */
  static Optional<ProcessType> row(Formation formation, String type) {
    return formation.processes().stream().filter(row -> row.name().equals(type)).findFirst();
  }

  static boolean runs(Formation formation) {
    return formation.processes().stream().anyMatch(row -> row.quantity() > 0);
  }

  static boolean wantsWeb(Formation formation) {
    return row(formation, WEB).filter(row -> row.quantity() > 0).isPresent();
  }

  /**
   * What a start would bring back when nobody remembers: what runs, or else one web dyno of the
   * size that Heroku keeps. Eco and Basic allow no more than one.
   */
  static Formation broughtBack(Formation rows) {
    return runs(rows)
        ? rows
        : new Formation(
            rows.processes().stream()
                .map(row -> new ProcessType(row.name(), row.name().equals(WEB) ? 1 : 0, row.size()))
                .toList(),
            Map.of());
  }

  /** What the dynos show to have run, for an app that is just being stopped. */
  static Formation shownBy(List<Dyno> dynos, Formation rows) {
    return new Formation(
        rows.processes().stream()
            .map(row -> new ProcessType(row.name(), count(dynos, row.name()), row.size()))
            .toList(),
        Map.of());
  }

  /** Whether each remembered row stands there as it was. */
  static boolean holds(Formation remembered, Formation rows) {
    return differing(remembered, rows).isEmpty();
  }

  /** The remembered rows that are otherwise there, those of types that are gone included. */
  static List<ProcessType> differing(Formation remembered, Formation rows) {
    return remembered.processes().stream()
        .filter(row -> row(rows, row.name()).filter(there -> same(row, there)).isEmpty())
        .toList();
  }

  /** The remembered rows whose types are still there. */
  static Formation withoutGone(Formation remembered, Formation rows) {
    return new Formation(
        remembered.processes().stream().filter(row -> row(rows, row.name()).isPresent()).toList(),
        remembered.extras());
  }

  /** Quantities only: Heroku keeps the sizes. */
  static List<Map<String, Object>> quantities(List<ProcessType> rows) {
    return rows.stream().map(Formations::quantity).toList();
  }

  /** Quantities and sizes. */
  static List<Map<String, Object>> quantitiesAndSizes(List<ProcessType> rows) {
    return rows.stream()
        .map(row -> {
          Map<String, Object> update = quantity(row);
          if (!row.size().isEmpty()) {
            update.put("dyno_size", Map.of("name", row.size()));
          }
          return update;
        })
        .toList();
  }

  /** The rows that run, at nothing. */
  static List<Map<String, Object>> nothing(Formation rows) {
    return quantities(
        rows.processes().stream()
            .filter(row -> row.quantity() > 0)
            .map(row -> new ProcessType(row.name(), 0, row.size()))
            .toList());
  }

  /** Rows in words, for example {@code web=2:Standard-1X, worker=1:Standard-1X}. */
  static String words(List<ProcessType> rows) {
    return rows.stream().map(Formations::words).collect(Collectors.joining(", "));
  }

  private static String words(ProcessType row) {
    String size = row.size().isEmpty() ? "" : ":" + row.size();
    return row.name() + "=" + row.quantity() + size;
  }

  private static Map<String, Object> quantity(ProcessType row) {
    Map<String, Object> update = new LinkedHashMap<>();
    update.put("type", row.name());
    update.put("quantity", row.quantity());
    return update;
  }

  private static boolean same(ProcessType wanted, ProcessType there) {
    boolean sameSize = wanted.size().isEmpty() || wanted.size().equalsIgnoreCase(there.size());
    return wanted.quantity() == there.quantity() && sameSize;
  }

  private static int count(List<Dyno> dynos, String type) {
    return (int) dynos.stream().filter(dyno -> dyno.type().equals(type)).count();
  }

  private static String size(JsonNode row) {
    JsonNode named = row.path("dyno_size").path("name");
    return named.isString() ? named.asString() : row.path("size").asString("");
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.DiscoveredApp.Trait;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A platform's list as one JSON array, so that a single statement keeps it. */
final class FoundJson {
  /** The formation of which nothing is known. */
  static final String NOTHING = Json.write(Formation.EMPTY);

  private FoundJson() {}

  /** One row an app; of an app that is listed twice the last counts. */
  static String write(List<DiscoveredApp> listed) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (DiscoveredApp app : listed) {
      String ref = Json.clean(app.ref());
      switch (app.status()) {
        case AppStatus.Running(_, Formation formation) -> rows.put(ref, row(app, true, formation));
        case AppStatus.Starting(_, Formation formation) -> rows.put(ref, row(app, true, formation));
        case AppStatus.Stopped(Formation formation) -> rows.put(ref, row(app, false, formation));
        case AppStatus.Crashed(_, _, Formation formation) ->
            rows.put(ref, row(app, false, formation));
        case AppStatus.Gone() -> rows.remove(ref);
      }
    }
    return text(rows.values());
  }

  private static String text(Collection<Row> rows) {
    return JsonMapper.shared().writeValueAsString(rows);
  }

  private static Row row(DiscoveredApp app, boolean running, Formation formation) {
    return new Row(
        Json.clean(app.ref()),
        Json.clean(app.name()),
        app.hosts().stream().map(Json::clean).toList(),
        running,
        Json.clean(formation),
        app.traits().stream().sorted().toList(),
        Json.clean(app.labels()));
  }

  /** By the names of the columns. */
  private record Row(
      String ref,
      String name,
      List<String> hosts,
      boolean running,
      Formation formation,
      List<Trait> traits,
      Map<String, String> labels) {}
}

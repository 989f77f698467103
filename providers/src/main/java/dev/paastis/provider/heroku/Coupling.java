// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp.Trait;
import dev.paastis.provider.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The place of an app in a pipeline.
 *
 * @param app its identifier
 * @param stage {@code production}, {@code staging}, {@code development}, {@code test} or {@code
 *     review}
 */
record Coupling(String app, String stage) {
  /** Reads an entry; empty when it names no app. */
  static Optional<Coupling> read(JsonNode json) {
    String app = json.path("app").path("id").asString("");
    return app.isEmpty()
        ? Optional.empty()
        : Optional.of(new Coupling(app, json.path("stage").asString("")));
  }

  /**
   * What stages say of apps, by identifier; nothing, for a token that may not see pipelines. A list
   * that was lost is not taken for an empty one: an app in production would lose its mark.
   */
  static CallOutcome<Map<String, Coupling>> byApp(CallOutcome<List<Coupling>> listed) {
    boolean hidden =
        listed instanceof CallOutcome.Refused<List<Coupling>>(Refusal refusal)
            && (refusal.kind() == Refusal.Kind.FORBIDDEN
                || refusal.kind() == Refusal.Kind.NOT_FOUND);
    return hidden
        ? CallOutcome.done(Map.of())
        : listed.map(all ->
            all.stream().collect(Collectors.toMap(Coupling::app, one -> one, (one, _) -> one)));
  }

  /** An app in no pipeline. */
  static Coupling none(String app) {
    return new Coupling(app, "");
  }

  /** The stage, under that name. */
  Map<String, String> labels() {
    return stage.isEmpty() ? Map.of() : Map.of("stage", stage);
  }

  Set<Trait> traits() {
    return switch (stage) {
      case "production" -> Set.of(Trait.PRODUCTION);
      case "review" -> Set.of(Trait.REVIEW_APP);
      default -> Set.of();
    };
  }
}

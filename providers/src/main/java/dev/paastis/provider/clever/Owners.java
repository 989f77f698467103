// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import static dev.paastis.provider.clever.Steps.then;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.rest.SharedRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * To whom each app belongs, which the API wants to be told in every path. Learnt from lists and
 * kept; an app may move to another owner. Safe for use by many threads.
 */
final class Owners {
  private final CleverApi api;
  private final List<String> only;
  private final SharedRouter router;
  private final Map<String, String> ownerOf = new ConcurrentHashMap<>();

  /**
   * Knows nothing yet.
   *
   * @param settings tell which owners count
   */
  Owners(CleverApi api, CleverSettings settings) {
    this.api = api;
    this.only = settings.owners();
    this.router = settings.router();
  }

  /** The owners whose apps count. */
  CallOutcome<List<String>> all(Call call) {
    return only.isEmpty()
        ? api.summary(call).map(summary -> withApps(learn(summary)))
        : CallOutcome.done(only);
  }

  /** Remembers an app's owner. */
  void learn(String app, String owner) {
    ownerOf.put(app, owner);
  }

  /** The app in full; empty when there is none any more. */
  CallOutcome<Optional<Found>> find(String app, Call call) {
    String owner = ownerOf.get(app);
    if (owner != null) {
      CallOutcome<Optional<Found>> found = read(new Place(owner, app), call);
      if (!isNone(found)) {
        return found;
      }
      ownerOf.remove(app, owner);
    }
    return then(
        api.summary(call),
        summary -> {
          learn(summary);
          String now = ownerOf.get(app);
          return now == null ? CallOutcome.done(Optional.empty()) : read(new Place(now, app), call);
        });
  }

  /**
   * An app and where it was found.
   *
   * @param place where
   * @param app in full
   */
  record Found(Place place, Application app) {}

  private CallOutcome<Optional<Found>> read(Place place, Call call) {
    return switch (api.application(place, call)) {
      case CallOutcome.Refused<JsonNode>(Refusal(var kind, var _))
          when kind == Refusal.Kind.NOT_FOUND ->
          CallOutcome.done(Optional.empty());
      case CallOutcome<JsonNode> outcome ->
          outcome.map(body -> Optional.of(new Found(place, new Application(body, router))));
    };
  }

  private static boolean isNone(CallOutcome<Optional<Found>> outcome) {
    return outcome instanceof CallOutcome.Done<Optional<Found>>(var found) && found.isEmpty();
  }

  private List<JsonNode> learn(JsonNode summary) {
    List<JsonNode> owners = new ArrayList<>();
    owners.add(summary.path("user"));
    summary.path("organisations").forEach(owners::add);
    owners.removeIf(owner -> !counts(owner.path("id").asString("")));
    for (JsonNode owner : owners) {
      for (JsonNode app : owner.path("applications")) {
        learn(app.path("id").asString(""), owner.path("id").asString(""));
      }
    }
    return owners;
  }

  private boolean counts(String owner) {
    return !owner.isEmpty() && (only.isEmpty() || only.contains(owner));
  }

  private static List<String> withApps(List<JsonNode> owners) {
    return owners.stream()
        .filter(owner -> !owner.path("applications").isEmpty())
        .map(owner -> owner.path("id").asString(""))
        .toList();
  }
}

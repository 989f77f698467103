// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.ItemPage;
import dev.paastis.api.PolicyItemView;
import dev.paastis.api.Problem.KeyError;
import dev.paastis.api.RuleTrialView;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.Fault;
import dev.paastis.server.config.PolicyTexts;
import dev.paastis.server.config.PolicyTexts.Kind;
import dev.paastis.server.policy.PolicyDesk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Rules, windows and groups as the API has them: read, put, moved, removed, tried. */
final class PolicyShelf {
  private static final int APPS_IN_LISTS = 20;

  /** What can stand in an address as it is, more or less. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,62}");

  private final PolicyDesk desk;
  private final JsonMapper json;

  PolicyShelf(PolicyDesk desk, JsonMapper json) {
    this.desk = desk;
    this.json = json;
  }

  /** All of a kind, in the order in which they count. */
  ItemPage<PolicyItemView> all(Kind kind) {
    List<PolicyItemView> views = new ArrayList<>();
    int position = 0;
    for (PolicyDesk.Item item : desk.all(kind)) {
      position += item.ofFile() ? 0 : 1;
      views.add(view(item, position, APPS_IN_LISTS));
    }
    return new ItemPage<>(views, null);
  }

  /** The one of that name. */
  PolicyItemView get(Kind kind, String name) {
    int position = 0;
    for (PolicyDesk.Item item : desk.all(kind)) {
      position += item.ofFile() ? 0 : 1;
      if (item.name().equals(name)) {
        return view(item, position, Integer.MAX_VALUE);
      }
    }
    throw notFound(kind, name);
  }

  /** Whether there is one of that name. */
  boolean has(Kind kind, String name) {
    return desk.find(kind, name).isPresent();
  }

  /** Adds or changes one. */
  PolicyItemView put(Kind kind, String name, Map<String, Object> body, SignedIn who) {
    requireOfPeople(kind, name);
    String text = text(kind, name, body);
    var _ = checked(kind, name, () -> desk.put(kind, name, text, by(who)));
    return get(kind, name);
  }

  /** Adds an exception to a window. */
  PolicyItemView except(String window, Map<String, Object> exception, SignedIn who) {
    requireOfPeople(Kind.WINDOW, window);
    var _ =
        checked(
                Kind.WINDOW,
                window,
                () -> desk.change(Kind.WINDOW, window, body -> with(body, exception), by(who)))
            .orElseThrow(() -> notFound(Kind.WINDOW, window));
    return get(Kind.WINDOW, window);
  }

  /** Moves a rule to that place among those that people made. */
  PolicyItemView move(String rule, int position) {
    requireOfPeople(Kind.RULE, rule);
    long most = desk.all(Kind.RULE).stream().filter(item -> !item.ofFile()).count();
    if (!has(Kind.RULE, rule)) {
      throw notFound(Kind.RULE, rule);
    }
    var _ = Params.between("position", position, (int) most);
    var _ = desk.move(Kind.RULE, rule, position).orElseThrow(() -> notFound(Kind.RULE, rule));
    return get(Kind.RULE, rule);
  }

  /** Removes one. */
  void remove(Kind kind, String name) {
    requireOfPeople(kind, name);
    try {
      if (!desk.remove(kind, name)) {
        throw notFound(kind, name);
      }
    } catch (ConfigurationException e) {
      throw new ProblemException(
          ErrorCode.STILL_NEEDED,
          "%s is needed; change these first: %s"
              .formatted(PolicyTexts.place(kind, name), String.join("; ", e.problems())));
    }
  }

  /** What a rule would change. */
  ItemPage<RuleTrialView> preview(Map<String, Object> body) {
    String name = body.get("name") instanceof String said ? said : "this rule";
    requireOfPeople(Kind.RULE, name);
    String text = text(Kind.RULE, name, body);
    List<PolicyDesk.Trial> trials = checked(Kind.RULE, name, () -> desk.preview(name, text));
    return new ItemPage<>(trials.stream().map(PolicyShelf::trial).toList(), null);
  }

  private static RuleTrialView trial(PolicyDesk.Trial trial) {
    return new RuleTrialView(
        trial.app().id().toString(),
        trial.app().name(),
        trial.selected(),
        PolicyChanges.between(trial.before(), trial.after()));
  }

  private PolicyItemView view(PolicyDesk.Item item, int position, int most) {
    List<String> apps =
        desk.appsOf(item.kind(), item.name()).stream().map(app -> app.name()).sorted().toList();
    return new PolicyItemView(
        item.name(),
        item.ofFile() ? "file" : "people",
        item.ofFile() ? null : position,
        item.body(),
        apps.size(),
        apps.stream().limit(most).toList(),
        item.changedAt(),
        item.changedBy(),
        item.problems());
  }

  /** The name stands in the address; in the body it may be left out. */
  private String text(Kind kind, String name, Map<String, Object> body) {
    List<KeyError> errors = new ArrayList<>();
    if (!NAME.matcher(name).matches()) {
      errors.add(
          new KeyError(
              "name",
              "'%s' must be of letters, digits, spaces and ._-, 63 at most".formatted(name)));
    }
    if (body.containsKey("name") && !name.equals(body.get("name"))) {
      errors.add(
          new KeyError(
              "name",
              "is '%s' in the body and '%s' in the address".formatted(body.get("name"), name)));
    }
    body.keySet().stream()
        .filter(key -> key.indexOf('_') >= 0)
        .forEach(key ->
            errors.add(
                new KeyError(
                    key, "is a word of the prototype of 2022, which only paastis.yml may use")));
    if (!errors.isEmpty()) {
      throw invalid(kind, name, errors);
    }
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("name", name);
    named.putAll(body);
    return json.writeValueAsString(named);
  }

  private static <T> T checked(Kind kind, String name, Supplier<T> action) {
    try {
      return action.get();
    } catch (ConfigurationException e) {
      String place = PolicyTexts.place(kind, name);
      throw invalid(kind, name, e.faults().stream().map(fault -> error(fault, place)).toList());
    }
  }

  private static KeyError error(Fault fault, String place) {
    return fault.place().equals(place)
        ? new KeyError(fault.key(), fault.rule())
        : new KeyError("", fault.text());
  }

  private static ProblemException invalid(Kind kind, String name, List<KeyError> errors) {
    String all =
        errors.stream()
            .map(error ->
                error.key().isEmpty() ? error.detail() : error.key() + ": " + error.detail())
            .collect(Collectors.joining("; "));
    return ProblemException.invalid(
        "%s was not put in force: %s".formatted(PolicyTexts.place(kind, name), all), errors);
  }

  private static Map<String, Object> with(Map<String, Object> body, Map<String, Object> exception) {
    List<Object> exceptions = new ArrayList<>();
    if (body.get("exceptions") instanceof List<?> before) {
      exceptions.addAll(before);
    }
    exceptions.add(exception);
    Map<String, Object> more = new LinkedHashMap<>(body);
    more.put("exceptions", exceptions);
    return more;
  }

  private void requireOfPeople(Kind kind, String name) {
    if (desk.isOfFile(kind, name)) {
      throw new ProblemException(
          ErrorCode.DECLARED_BY_FILE,
          "paastis.yml declares the %s; change it there".formatted(PolicyTexts.place(kind, name)));
    }
  }

  private static ProblemException notFound(Kind kind, String name) {
    ErrorCode code =
        switch (kind) {
          case RULE -> ErrorCode.RULE_NOT_FOUND;
          case WINDOW -> ErrorCode.WINDOW_NOT_FOUND;
          case GROUP -> ErrorCode.GROUP_NOT_FOUND;
        };
    return new ProblemException(
        code,
        "there is no %s; GET /api/v1/%ss lists them"
            .formatted(PolicyTexts.place(kind, name), kind.word()));
  }

  private static String by(SignedIn who) {
    return who.name();
  }
}

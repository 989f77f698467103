// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.RuleTrialView.Change;
import dev.paastis.app.App;
import dev.paastis.policy.PauseWindow;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.Fault;
import dev.paastis.server.config.Policies;
import dev.paastis.server.config.Policies.GroupEntry;
import dev.paastis.server.config.Policies.Member;
import dev.paastis.server.config.PolicyTexts.Kind;
import dev.paastis.server.policy.PolicyDesk;
import dev.paastis.server.policy.PolicyDesk.Trial;
import dev.paastis.server.rest.PolicyChanges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Tells what a rule, window or group would do, before it is put in force. */
final class PolicyPreviews {
  private static final int MOST_LINES = 8;

  private final PolicyDesk desk;
  private final WindowAhead ahead;
  private final JsonMapper json;

  PolicyPreviews(PolicyDesk desk, WindowAhead ahead, JsonMapper json) {
    this.desk = desk;
    this.ahead = ahead;
    this.json = json;
  }

  /**
   * What it would do.
   *
   * @param problems why it cannot be put in force; empty when it can
   * @param does what it would do, a sentence each
   */
  record Preview(List<String> problems, List<String> does) {}

  /** Of what a form says so far; a name may be missing still. */
  Preview of(Kind kind, Map<String, Object> said) {
    if (!PolicyForms.isWorthTrying(kind, said)) {
      return new Preview(List.of(), List.of(hint(kind)));
    }
    Map<String, Object> body = new LinkedHashMap<>(said);
    String name = String.valueOf(body.computeIfAbsent("name", _ -> "this-" + kind.word()));
    try {
      List<String> does =
          switch (kind) {
            case RULE -> rule(desk.preview(name, json.writeValueAsString(body)));
            case WINDOW -> window(name, desk.trial(kind, name, json.writeValueAsString(body)));
            case GROUP -> group(name, desk.trial(kind, name, json.writeValueAsString(body)));
          };
      return new Preview(List.of(), does);
    } catch (ConfigurationException e) {
      return new Preview(e.faults().stream().map(PolicyPreviews::inWords).toList(), List.of());
    }
  }

  /** Without a line: a form has none. */
  private static String inWords(Fault fault) {
    return fault.key().isEmpty() ? fault.rule() : fault.key() + ": " + fault.rule();
  }

  private static String hint(Kind kind) {
    return switch (kind) {
      case RULE -> "What it changes is shown here as you write.";
      case WINDOW -> "When it pauses next, and what, is shown here as you write.";
      case GROUP -> "In which order they wake is shown here as you write.";
    };
  }

  private static List<String> rule(List<Trial> trials) {
    List<String> does = new ArrayList<>();
    does.add(
        counted(
            "Selects",
            trials.stream().filter(Trial::selected).map(Trial::app).toList(),
            "Selects no app yet."));
    Map<String, List<App>> changed = new LinkedHashMap<>();
    for (Trial trial : trials) {
      for (Change change : PolicyChanges.between(trial.before(), trial.after())) {
        String what = "%s: %s → %s".formatted(change.key(), change.before(), change.after());
        changed.computeIfAbsent(what, _ -> new ArrayList<>()).add(trial.app());
      }
    }
    changed.entrySet().stream()
        .limit(MOST_LINES)
        .forEach(change -> does.add(change.getKey() + " for " + names(change.getValue())));
    return does;
  }

  private List<String> window(String name, Policies would) {
    PauseWindow window = would.windows().get(name);
    if (window == null) {
      throw new IllegalStateException("window '" + name + "' was read and is not there");
    }
    List<String> does = new ArrayList<>();
    String next = ahead.next(window.window());
    does.add(Character.toUpperCase(next.charAt(0)) + next.substring(1) + ".");
    String none =
        window.apps() == null
            ? "Pauses no app until a rule names it."
            : "Pauses no app: none matches, or rules name other windows for those that do.";
    does.add(counted("Pauses", desk.pausedBy(name, would), none));
    List<String> daysOff = ahead.daysOff(window.window());
    if (!daysOff.isEmpty()) {
      does.add("Days off ahead: " + String.join("; ", daysOff));
    }
    return does;
  }

  private static List<String> group(String name, Policies would) {
    GroupEntry group =
        would.groups().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    String order =
        group.members().stream()
            .sorted(Comparator.comparingInt(Member::order))
            .map(Member::app)
            .collect(Collectors.joining(" → "));
    return List.of(
        "Wake in this order: " + order + ".",
        group.whole()
            ? "A request for any of them waits until all are ready."
            : "A request waits for its app and those before it.");
  }

  private static String counted(String verb, List<App> apps, String none) {
    return switch (apps.size()) {
      case 0 -> none;
      case 1 -> "%s 1 app: %s".formatted(verb, names(apps));
      default -> "%s %d apps: %s".formatted(verb, apps.size(), names(apps));
    };
  }

  private static String names(List<App> apps) {
    return apps.stream().map(App::name).sorted().collect(Collectors.joining(", "));
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.server.config.PolicyTexts.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;

/** Puts what people fill in into the words of the file; what was left empty is not said. */
final class PolicyForms {
  private static final Pattern BETWEEN_NAMES = Pattern.compile("[\\s,]+");
  private static final List<String> RULE_TEXTS =
      List.of("name", "pattern", "idle-timeout", "join-group");
  private static final List<String> RULE_CHOICES = List.of("never-sleep", "dry-run");
  private static final List<String> WINDOW_TEXTS =
      List.of("name", "zone", "holidays", "apps", "requests", "quiet", "start");

  private PolicyForms() {}

  /** What a form says. */
  static Map<String, Object> body(Kind kind, MultiValueMap<String, String> form) {
    return switch (kind) {
      case RULE -> rule(form);
      case WINDOW -> window(form);
      case GROUP -> group(form);
    };
  }

  /** Whether it says the least that can be tried. */
  static boolean isWorthTrying(Kind kind, Map<String, Object> body) {
    return switch (kind) {
      case RULE -> body.containsKey("pattern");
      case WINDOW -> body.containsKey("awake") || body.containsKey("pause");
      case GROUP -> body.containsKey("members");
    };
  }

  private static Map<String, Object> rule(MultiValueMap<String, String> form) {
    Map<String, Object> body = texts(RULE_TEXTS, form);
    List<String> windows = form.get("windows");
    if (windows != null) {
      body.put("windows", windows);
    }
    RULE_CHOICES.stream().filter(form::containsKey).forEach(key -> body.put(key, true));
    return body;
  }

  private static Map<String, Object> window(MultiValueMap<String, String> form) {
    Map<String, Object> body = texts(WINDOW_TEXTS, form);
    String plan = text(form, "plan");
    if (!plan.isEmpty()) {
      body.put(text(form, "mode").equals("pause") ? "pause" : "awake", plan);
    }
    return body;
  }

  private static Map<String, Object> group(MultiValueMap<String, String> form) {
    Map<String, Object> body = texts(List.of("name", "wait-for"), form);
    List<String> members =
        BETWEEN_NAMES.splitAsStream(text(form, "members")).filter(name -> !name.isEmpty()).toList();
    if (!members.isEmpty()) {
      body.put("members", members);
    }
    return body;
  }

  private static Map<String, Object> texts(List<String> keys, MultiValueMap<String, String> form) {
    Map<String, Object> body = new LinkedHashMap<>();
    for (String key : keys) {
      String value = text(form, key);
      if (!value.isEmpty()) {
        body.put(key, value);
      }
    }
    return body;
  }

  private static String text(MultiValueMap<String, String> form, String key) {
    String value = form.getFirst(key);
    return value == null ? "" : value.strip();
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.ErrorCode;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.PolicyTexts.Kind;
import dev.paastis.server.policy.PolicyDesk;
import dev.paastis.server.rest.ProblemException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import tools.jackson.databind.json.JsonMapper;

/** Lets people add rules, windows and groups, and shows while they type what would come of it. */
@Controller
final class PolicyFormController {
  private static final String KINDS = "{kinds:rules|windows|groups}";

  private final PolicyPreviews previews;
  private final PolicyDesk desk;
  private final JsonMapper json;

  PolicyFormController(PolicyPreviews previews, PolicyDesk desk, JsonMapper json) {
    this.previews = previews;
    this.desk = desk;
    this.json = json;
  }

  @GetMapping("/dialogs/" + KINDS + "/new")
  String form(@PathVariable String kinds, Model model) {
    var windows = desk.inForce().windows();
    model.addAttribute("windows", windows.keySet().stream().sorted().toList());
    model.addAttribute(
        "zone",
        windows.values().stream()
            .map(window -> window.window().zone().getId())
            .sorted()
            .findFirst()
            .orElseGet(() -> ZoneId.systemDefault().getId()));
    return "policy-forms :: " + kind(kinds).word();
  }

  @GetMapping("/fragments/" + KINDS + "/preview")
  String preview(
      @PathVariable String kinds, @RequestParam MultiValueMap<String, String> form, Model model) {
    Kind kind = kind(kinds);
    Map<String, Object> body = PolicyForms.body(kind, form);
    model.addAttribute(
        "preview",
        isTaken(kind, body)
            ? new PolicyPreviews.Preview(List.of(taken(kind, body)), List.of())
            : previews.of(kind, body));
    return "policy-forms :: preview";
  }

  @PostMapping("/" + KINDS)
  @ResponseBody
  Said add(
      @AuthenticationPrincipal SignedIn who,
      @PathVariable String kinds,
      @RequestParam MultiValueMap<String, String> form) {
    Kind kind = kind(kinds);
    Map<String, Object> body = PolicyForms.body(kind, form);
    String name = name(body);
    if (name.isEmpty() || isTaken(kind, body)) {
      throw invalid(
          name.isEmpty()
              ? "write what the %s is to be known by".formatted(kind.word())
              : taken(kind, body));
    }
    try {
      var _ = desk.put(kind, name, json.writeValueAsString(body), who.name());
    } catch (ConfigurationException e) {
      throw invalid(String.join("; ", e.problems()));
    }
    return Said.well("%s %s is in force".formatted(kind.word(), name));
  }

  private boolean isTaken(Kind kind, Map<String, Object> body) {
    return desk.find(kind, name(body)).isPresent();
  }

  private static String taken(Kind kind, Map<String, Object> body) {
    return "there is a %s '%s' already; choose another name".formatted(kind.word(), name(body));
  }

  private static String name(Map<String, Object> body) {
    return String.valueOf(body.getOrDefault("name", ""));
  }

  private static Kind kind(String kinds) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kinds.equals(kind.word() + "s"))
        .findFirst()
        .orElseThrow();
  }

  private static ProblemException invalid(String why) {
    return new ProblemException(ErrorCode.INVALID_REQUEST, why);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.ErrorCode;
import dev.paastis.policy.NamePattern;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.PolicyTexts.Kind;
import dev.paastis.server.policy.PolicyDesk;
import dev.paastis.server.rest.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import tools.jackson.databind.json.JsonMapper;

/** Lets people add a rule, and shows while they type which apps it would select. */
@Controller
final class RuleFormController {
  private static final List<String> TEXTS = List.of("name", "pattern", "idle-timeout");
  private static final List<String> CHOICES = List.of("never-sleep", "dry-run");

  private final RulesBoard board;
  private final PolicyDesk desk;
  private final JsonMapper json;

  RuleFormController(RulesBoard board, PolicyDesk desk, JsonMapper json) {
    this.board = board;
    this.desk = desk;
    this.json = json;
  }

  @GetMapping("/dialogs/rules/new")
  String form(Model model) {
    model.addAttribute("windows", desk.inForce().windows().keySet().stream().sorted().toList());
    return "rule-parts :: addition";
  }

  @GetMapping("/fragments/rules/matches")
  String matches(
      @AuthenticationPrincipal SignedIn who,
      @RequestParam(defaultValue = "") String pattern,
      Model model) {
    model.addAttribute("pattern", pattern);
    try {
      NamePattern names = NamePattern.of(pattern);
      model.addAttribute("matches", board.named(who.space(), names));
    } catch (IllegalArgumentException e) {
      model.addAttribute("problem", e.getMessage());
    }
    return "rule-parts :: matches";
  }

  @PostMapping("/rules")
  @ResponseBody
  Said add(
      @AuthenticationPrincipal SignedIn who, @RequestParam MultiValueMap<String, String> form) {
    Map<String, Object> body = body(form);
    String name = String.valueOf(body.getOrDefault("name", ""));
    if (name.isEmpty() || desk.find(Kind.RULE, name).isPresent()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          name.isEmpty()
              ? "write what the rule is to be known by"
              : "there is a rule '%s' already; choose another name".formatted(name));
    }
    try {
      var _ = desk.put(Kind.RULE, name, json.writeValueAsString(body), who.name());
    } catch (ConfigurationException e) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, String.join("; ", e.problems()));
    }
    return Said.well("rule " + name + " is in force");
  }

  /** In the words of the file; what was left empty is not said. */
  private static Map<String, Object> body(MultiValueMap<String, String> form) {
    Map<String, Object> body = new LinkedHashMap<>();
    for (String key : TEXTS) {
      String value = form.getFirst(key);
      if (value != null && !value.isBlank()) {
        body.put(key, value.strip());
      }
    }
    List<String> windows = form.get("windows");
    if (windows != null) {
      body.put("windows", windows);
    }
    CHOICES.stream().filter(form::containsKey).forEach(key -> body.put(key, true));
    return body;
  }
}

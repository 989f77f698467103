// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.ErrorCode;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.PolicyTexts.Kind;
import dev.paastis.server.policy.PolicyDesk;
import dev.paastis.server.rest.ProblemException;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** The page of the rules, windows and groups, and what people do there with their own. */
@Controller
final class RulesController {
  private final RulesBoard board;
  private final PolicyDesk desk;

  RulesController(RulesBoard board, PolicyDesk desk) {
    this.board = board;
    this.desk = desk;
  }

  @GetMapping("/rules")
  String page(@AuthenticationPrincipal SignedIn who, Model model) {
    list(who, model);
    return "rules";
  }

  @GetMapping("/fragments/rules")
  String list(@AuthenticationPrincipal SignedIn who, Model model) {
    model.addAttribute("overview", board.overview(who.space()));
    return "rule-parts :: list";
  }

  @GetMapping("/dialogs/rules/remove")
  String removal(@RequestParam Kind kind, @RequestParam String name, Model model) {
    model.addAttribute("kind", kind);
    model.addAttribute("name", name);
    return "rule-parts :: remove";
  }

  @PostMapping("/rules/remove")
  @ResponseBody
  Said remove(@RequestParam Kind kind, @RequestParam String name) {
    requireOfPeople(kind, name);
    String what = kind.word() + " " + name;
    return checked(() -> desk.remove(kind, name))
        ? Said.well(what + " is removed")
        : Said.but(what + " was gone already", List.of());
  }

  @PostMapping("/rules/move")
  @ResponseBody
  Said move(@RequestParam String name, @RequestParam int position) {
    requireOfPeople(Kind.RULE, name);
    return checked(() -> desk.move(Kind.RULE, name, position))
        .map(_ -> Said.well("rule " + name + " is moved"))
        .orElseThrow(() ->
            new ProblemException(
                ErrorCode.INVALID_REQUEST, "there is no rule '" + name + "' any more"));
  }

  private void requireOfPeople(Kind kind, String name) {
    if (desk.isOfFile(kind, name)) {
      throw new ProblemException(
          ErrorCode.DECLARED_BY_FILE,
          "paastis.yml declares the %s '%s'; change it there".formatted(kind.word(), name));
    }
  }

  private static <T> T checked(Supplier<T> change) {
    try {
      return change.get();
    } catch (ConfigurationException e) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, String.join("; ", e.problems()));
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.app.TrackedApp;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.console.ConsoleActionController.Told;
import dev.paastis.server.rest.AppActions;
import dev.paastis.server.rest.ProblemException;
import dev.paastis.server.rest.ProductionMarks;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Marks apps as production in the console, and lifts what that keeps from them. */
@Controller
final class ProtectionActionController {
  private final Fleet fleet;
  private final AppActions actions;
  private final ProductionMarks marks;

  ProtectionActionController(Fleet fleet, AppActions actions, ProductionMarks marks) {
    this.fleet = fleet;
    this.actions = actions;
    this.marks = marks;
  }

  @GetMapping("/dialogs/apps/{id}/protection")
  String dialog(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    model.addAttribute("app", fleet.view(fleet.get(who.space(), id)));
    return "dialogs :: protection";
  }

  @GetMapping("/dialogs/apps/{id}/not-production")
  String unmarking(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    var _ = dialog(who, id, model);
    return "dialogs :: not-production";
  }

  @PostMapping("/apps/{id}/protect")
  @ResponseBody
  Told protect(
      @AuthenticationPrincipal SignedIn who, @PathVariable String id, @RequestParam String reason) {
    TrackedApp app = marks.mark(fleet.get(who.space(), id), said(reason), who);
    return new Told(app.app().name() + " is production: nothing puts it to sleep", id, false);
  }

  @PostMapping("/apps/{id}/lift")
  @ResponseBody
  Told lift(
      @AuthenticationPrincipal SignedIn who, @PathVariable String id, @RequestParam String reason) {
    TrackedApp app = actions.lift(fleet.get(who.space(), id), said(reason), who);
    return new Told(app.app().name() + " may sleep although it is production", id, false);
  }

  @PostMapping("/apps/{id}/not-production")
  @ResponseBody
  Told unmark(
      @AuthenticationPrincipal SignedIn who, @PathVariable String id, @RequestParam String reason) {
    TrackedApp app = marks.unmark(fleet.get(who.space(), id), said(reason), who);
    return new Told(app.app().name() + " is production no longer", id, false);
  }

  private static String said(String reason) {
    if (reason.isBlank()) {
      throw ProblemException.invalid("reason", reason, "why, in your own words");
    }
    return reason.strip();
  }
}

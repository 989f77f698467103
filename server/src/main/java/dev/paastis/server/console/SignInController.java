// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.server.access.BrowserSessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page for people without session: it uses a link up, or says how to get one. */
@Controller
final class SignInController {
  private final BrowserSessions sessions;

  SignInController(BrowserSessions sessions) {
    this.sessions = sessions;
  }

  @GetMapping("/sign-in")
  String signIn(
      @RequestParam(required = false) @Nullable String code,
      @RequestParam(name = "signed-out", required = false) @Nullable String signedOut,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    if (code != null && sessions.open(code, request, response)) {
      return "redirect:/";
    }
    if (code != null) {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
    }
    model.addAttribute("used", code != null);
    model.addAttribute("signedOut", signedOut != null);
    return "sign-in";
  }
}

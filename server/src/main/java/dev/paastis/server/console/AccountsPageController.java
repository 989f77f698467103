// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.server.access.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of the accounts, their parts and dialogs. */
@Controller
final class AccountsPageController {
  private final AccountBoard board;
  private final Platforms platforms;

  AccountsPageController(AccountBoard board, Platforms platforms) {
    this.board = board;
    this.platforms = platforms;
  }

  @GetMapping("/accounts")
  String page(@AuthenticationPrincipal SignedIn who, Model model) {
    list(who, model);
    return "accounts";
  }

  @GetMapping("/fragments/accounts")
  String list(@AuthenticationPrincipal SignedIn who, Model model) {
    model.addAttribute("overview", board.overview(who.space()));
    return "account-parts :: list";
  }

  @GetMapping("/accounts/new")
  String form(@RequestParam(required = false) @Nullable String provider, Model model) {
    if (provider == null) {
      model.addAttribute("platforms", platforms.offered());
      return "account-choice";
    }
    model.addAttribute("platform", platforms.offered(provider));
    return "account-new";
  }

  @GetMapping("/accounts/{id}")
  String account(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    one(who, id, model);
    found(who, id, model);
    return "account";
  }

  @GetMapping("/fragments/accounts/{id}")
  String one(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    model.addAttribute("line", board.get(who.space(), id));
    return "account-parts :: one";
  }

  @GetMapping("/fragments/accounts/{id}/found")
  String found(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    model.addAttribute("line", board.get(who.space(), id));
    model.addAttribute("found", board.found(who.space(), id));
    return "account-parts :: found";
  }

  @GetMapping("/dialogs/accounts/wake-all")
  String wakeAll(@AuthenticationPrincipal SignedIn who, Model model) {
    model.addAttribute("overview", board.overview(who.space()));
    return "dialogs :: wake-all";
  }

  @GetMapping("/dialogs/accounts/{id}/rotate")
  String rotate(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    AccountBoard.Line line = board.get(who.space(), id);
    model.addAttribute("line", line);
    model.addAttribute("secrets", platforms.secrets(line.view().provider()));
    return "dialogs :: rotate";
  }

  @GetMapping("/dialogs/accounts/{id}/remove")
  String remove(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    model.addAttribute("line", board.get(who.space(), id));
    return "dialogs :: remove";
  }

  @GetMapping("/dialogs/accounts/{id}/release")
  String release(
      @AuthenticationPrincipal SignedIn who,
      @PathVariable String id,
      @RequestParam String ref,
      @RequestParam String name,
      Model model) {
    model.addAttribute("line", board.get(who.space(), id));
    model.addAttribute("ref", ref);
    model.addAttribute("name", name);
    return "dialogs :: release";
  }
}

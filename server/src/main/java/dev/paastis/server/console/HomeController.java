// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.server.access.SignedIn;
import dev.paastis.server.console.Fleet.Filter;
import dev.paastis.server.rest.EventPages.Query;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of all apps, and its parts. */
@Controller
final class HomeController {
  private static final int FEED = 30;

  private final Fleet fleet;
  private final Feed feed;

  HomeController(Fleet fleet, Feed feed) {
    this.fleet = fleet;
    this.feed = feed;
  }

  @GetMapping("/")
  String home(
      @AuthenticationPrincipal SignedIn who,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String rule,
      Model model) {
    apps(who, q, state, rule, model);
    feed(who, model);
    return "home";
  }

  @GetMapping("/fragments/apps")
  String apps(
      @AuthenticationPrincipal SignedIn who,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String rule,
      Model model) {
    model.addAttribute("overview", fleet.overview(who.space(), new Filter(q, state, rule)));
    model.addAttribute("q", q);
    model.addAttribute("state", state);
    model.addAttribute("rule", rule);
    return "parts :: apps";
  }

  @GetMapping("/fragments/cards")
  String cards(@AuthenticationPrincipal SignedIn who, Model model) {
    model.addAttribute("overview", fleet.overview(who.space(), Filter.NONE));
    return "parts :: cards";
  }

  @GetMapping("/fragments/apps/{id}")
  String row(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    model.addAttribute("row", fleet.row(who.space(), id));
    return "parts :: row";
  }

  @GetMapping("/fragments/feed")
  String feed(@AuthenticationPrincipal SignedIn who, Model model) {
    Query newest = new Query(null, null, Long.MAX_VALUE, FEED);
    model.addAttribute("feed", feed.page(who.space(), newest));
    return "parts :: feed";
  }
}

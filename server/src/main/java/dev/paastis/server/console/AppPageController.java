// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.app.TrackedApp;
import dev.paastis.provider.Providers;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.rest.EventPages.Query;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The page of one app, and its parts. */
@Controller
final class AppPageController {
  private static final int EVENTS = 20;
  private static final int LINES = 200;

  private final Fleet fleet;
  private final Feed feed;
  private final Providers providers;
  private final Prospects prospects;

  AppPageController(Fleet fleet, Feed feed, Providers providers, Prospects prospects) {
    this.fleet = fleet;
    this.feed = feed;
    this.providers = providers;
    this.prospects = prospects;
  }

  @GetMapping("/apps/{id}")
  String page(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    hero(who, id, model);
    why(who, id, model);
    days(who, id, model);
    events(who, id, model);
    output(who, id, model);
    return "app";
  }

  @GetMapping("/fragments/apps/{id}/hero")
  String hero(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    TrackedApp tracked = fleet.get(who.space(), id);
    model.addAttribute("app", fleet.view(tracked));
    model.addAttribute("members", fleet.groupOf(tracked));
    model.addAttribute("formation", tracked.state().formation());
    model.addAttribute("wakeTimeout", tracked.app().settings().wakeTimeout());
    return "parts :: hero";
  }

  @GetMapping("/fragments/apps/{id}/why")
  String why(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    TrackedApp tracked = fleet.get(who.space(), id);
    model.addAttribute("why", prospects.why(tracked).orElse(null));
    return "outlook-parts :: why";
  }

  @GetMapping("/fragments/apps/{id}/days")
  String days(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    model.addAttribute("days", prospects.days(fleet.get(who.space(), id)));
    return "outlook-parts :: days";
  }

  @GetMapping("/fragments/apps/{id}/events")
  String events(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    TrackedApp tracked = fleet.get(who.space(), id);
    Query newest = new Query(tracked.id(), null, Long.MAX_VALUE, EVENTS);
    model.addAttribute("feed", feed.page(who.space(), newest));
    return "parts :: feed";
  }

  @GetMapping("/fragments/apps/{id}/output")
  String output(@AuthenticationPrincipal SignedIn who, @PathVariable String id, Model model) {
    TrackedApp tracked = fleet.get(who.space(), id);
    List<String> lines = providers.of(tracked.app().account()).output(tracked.app().ref(), LINES);
    model.addAttribute("output", String.join("\n", lines));
    return "parts :: output";
  }
}

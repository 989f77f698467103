// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.rest.AppFinder;
import dev.paastis.server.rest.EventPages.Query;
import dev.paastis.server.rest.Params;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of all events, and its parts. */
@Controller
final class EventsPageController {
  private static final int PAGE = 50;

  private final Feed feed;
  private final AppFinder apps;

  EventsPageController(Feed feed, AppFinder apps) {
    this.feed = feed;
    this.apps = apps;
  }

  @GetMapping("/events")
  String page(
      @AuthenticationPrincipal SignedIn who,
      @RequestParam(required = false) @Nullable String app,
      @RequestParam(required = false) @Nullable String type,
      Model model) {
    model.addAttribute("apps", apps.all(who.space()));
    older(who, app, type, null, model);
    return "events";
  }

  @GetMapping("/fragments/events")
  String older(
      @AuthenticationPrincipal SignedIn who,
      @RequestParam(required = false) @Nullable String app,
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String before,
      Model model) {
    long position = Params.position("before", before, Long.MAX_VALUE);
    Query query = new Query(id(who.space(), app), Params.type(type), position, PAGE);
    model.addAttribute("feed", feed.page(who.space(), query));
    model.addAttribute("appName", app);
    model.addAttribute("type", type);
    model.addAttribute("first", before == null);
    return "parts :: events";
  }

  private @Nullable AppId id(SpaceId space, @Nullable String app) {
    return app == null || app.isEmpty() ? null : apps.get(space, app).id();
  }
}

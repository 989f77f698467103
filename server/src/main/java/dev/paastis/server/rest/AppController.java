// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.AppView;
import dev.paastis.api.EventView;
import dev.paastis.api.IntervalView;
import dev.paastis.api.ItemPage;
import dev.paastis.api.OutputView;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.StateName;
import dev.paastis.app.TrackedApp;
import dev.paastis.provider.Providers;
import dev.paastis.savings.Ledger;
import dev.paastis.server.access.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads apps. */
@RestController
@RequestMapping(path = "/api/v1/apps", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Apps", description = "What runs, what sleeps, and when that changes.")
final class AppController {
  private static final String ID = "The app's id or name.";

  private final AppFinder apps;
  private final AppViews views;
  private final EventPages events;
  private final Ledger ledger;
  private final Providers providers;
  private final AppLifecycle lifecycle;

  AppController(
      AppFinder apps,
      AppViews views,
      EventPages events,
      Ledger ledger,
      Providers providers,
      AppLifecycle lifecycle) {
    this.apps = apps;
    this.views = views;
    this.events = events;
    this.ledger = ledger;
    this.providers = providers;
    this.lifecycle = lifecycle;
  }

  @GetMapping
  @Operation(
      summary = "List apps",
      description = "Ordered by name. Works while the database is away.")
  ItemPage<AppView> list(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(
              description =
                  "Only apps in this state: awake, falling-asleep, asleep, waking or unknown.")
          @RequestParam(required = false)
          @Nullable String state,
      @Parameter(
              description = "Only apps with this text in their name, group or a host, in any case.")
          @RequestParam(required = false)
          @Nullable String q,
      @Parameter(description = "Items of a page, 1 to 500.") @RequestParam(defaultValue = "100")
          int limit,
      @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false)
          @Nullable String cursor) {
    StateName wanted = Params.state(state);
    List<TrackedApp> found =
        apps.all(who.space()).stream()
            .filter(app -> wanted == null || app.state().name() == wanted)
            .filter(app -> AppSearch.matches(app.app(), q))
            .toList();
    return AppSearch.page(found, Params.limit(limit), cursor).map(views::of);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get an app", description = "Works while the database is away.")
  AppView get(
      @AuthenticationPrincipal SignedIn who, @Parameter(description = ID) @PathVariable String id) {
    return views.of(apps.get(who.space(), id));
  }

  @GetMapping("/{id}/timeline")
  @Operation(
      summary = "Get an app's timeline",
      description = "The intervals that touch the time between, oldest first, not cut at its ends.")
  ItemPage<IntervalView> timeline(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @Parameter(description = "Begin; 24 hours before the end when missing.")
          @RequestParam(required = false)
          @Nullable Instant from,
      @Parameter(description = "End; now when missing.") @RequestParam(required = false)
          @Nullable Instant to) {
    TrackedApp app = apps.get(who.space(), id);
    Instant end = to == null ? lifecycle.now() : to;
    Instant begin = from == null ? end.minus(Duration.ofDays(1)) : from;
    if (!begin.isBefore(end)) {
      throw ProblemException.invalid("from", begin, "a time before 'to', which is " + end);
    }
    List<IntervalView> items =
        ledger.intervals(app.id(), begin, end).stream()
            .map(part -> new IntervalView(part.state().wire(), part.from(), part.to()))
            .toList();
    return new ItemPage<>(items, null);
  }

  @GetMapping("/{id}/events")
  @Operation(summary = "List an app's events", description = "Newest first.")
  ItemPage<EventView> events(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @Parameter(description = "Items of a page, 1 to 500.") @RequestParam(defaultValue = "50")
          int limit,
      @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false)
          @Nullable String cursor) {
    TrackedApp app = apps.get(who.space(), id);
    long before = Params.position("cursor", cursor, Long.MAX_VALUE);
    return events.page(
        who.space(), new EventPages.Query(app.id(), null, before, Params.limit(limit)));
  }

  @GetMapping("/{id}/output")
  @Operation(
      summary = "Get an app's output",
      description = "The last lines, oldest first; none where the provider offers none.")
  OutputView output(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @Parameter(description = "How many lines, 1 to 1000.") @RequestParam(defaultValue = "100")
          int lines) {
    TrackedApp app = apps.get(who.space(), id);
    int many = Params.between("lines", lines, 1_000);
    return new OutputView(providers.of(app.app().account()).output(app.app().ref(), many));
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ForecastView;
import dev.paastis.api.ItemPage;
import dev.paastis.pause.Outlook;
import dev.paastis.policy.PolicyBook;
import dev.paastis.server.access.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Says what will be with apps. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Apps")
final class ForecastController {
  private static final String DAYS = "How many days from now on, 1 to 60.";
  private static final int MOST_DAYS = 60;

  private final AppFinder apps;
  private final ForecastViews views;
  private final InstantSource clock;

  ForecastController(AppFinder apps, Outlook outlook, PolicyBook book, InstantSource clock) {
    this.apps = apps;
    this.views = new ForecastViews(outlook, book);
    this.clock = clock;
  }

  @GetMapping("/apps/{id}/forecast")
  @Operation(
      summary = "Get an app's forecast",
      description =
          "When it is kept awake, sleeps when idle, or is paused by a window, with the starts that"
              + " are to be expected. Works while the database is away.")
  ForecastView of(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = "The app's id or name.") @PathVariable String id,
      @Parameter(description = DAYS) @RequestParam(defaultValue = "14") int days) {
    Instant now = clock.instant();
    return views.of(apps.get(who.space(), id), now, end(now, days));
  }

  @GetMapping("/forecast")
  @Operation(summary = "Get the forecasts of all apps", description = "Ordered by name.")
  ItemPage<ForecastView> all(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = DAYS) @RequestParam(defaultValue = "14") int days,
      @Parameter(description = "Items of a page, 1 to 500.") @RequestParam(defaultValue = "100")
          int limit,
      @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false)
          @Nullable String cursor) {
    Instant now = clock.instant();
    Instant end = end(now, days);
    return AppSearch.page(apps.all(who.space()), Params.limit(limit), cursor)
        .map(app -> views.of(app, now, end));
  }

  private static Instant end(Instant now, int days) {
    return now.plus(Duration.ofDays(Params.between("days", days, MOST_DAYS)));
  }
}

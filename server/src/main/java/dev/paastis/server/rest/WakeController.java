// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.CauseView;
import dev.paastis.api.DurationText;
import dev.paastis.api.ItemPage;
import dev.paastis.api.WakeCauseView;
import dev.paastis.api.WakeView;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.wakes.Tally;
import dev.paastis.server.wakes.WakeCauses;
import dev.paastis.store.WakeLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The wakes there were, and what caused them. */
@RestController
@RequestMapping(path = "/api/v1/wakes", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Wakes", description = "Why apps were woken, and which requests are to wake none.")
final class WakeController {
  /** Wakes longer ago say little of who comes now. */
  static final int MOST_DAYS = 90;

  private static final int MOST_GROUPS = 500;

  private final AppFinder finder;
  private final AppDirectory apps;
  private final WakeLog log;
  private final WakeCauses causes;

  WakeController(AppFinder finder, AppDirectory apps, WakeLog log, WakeCauses causes) {
    this.finder = finder;
    this.apps = apps;
    this.log = log;
    this.causes = causes;
  }

  @GetMapping
  @Operation(summary = "List wakes", description = "Newest first, each with its cause.")
  ItemPage<WakeView> list(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = "Only wakes of this app, by id or name.")
          @RequestParam(required = false)
          @Nullable String app,
      @Parameter(description = "Only wakes since then.") @RequestParam(required = false)
          @Nullable Instant from,
      @Parameter(description = "Items of a page, 1 to 500.") @RequestParam(defaultValue = "50")
          int limit,
      @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false)
          @Nullable String cursor) {
    @Nullable AppId id = app == null || app.isEmpty() ? null : finder.get(who.space(), app).id();
    long before = Params.position("cursor", cursor, Long.MAX_VALUE);
    int size = Params.limit(limit);
    List<WakeLog.Wake> found = log.page(who.space(), new WakeLog.Query(id, from, before, size + 1));
    List<WakeLog.Wake> page = found.subList(0, Math.min(size, found.size()));
    @Nullable String next = found.size() > size ? Long.toString(page.getLast().id()) : null;
    return new ItemPage<>(page.stream().map(this::view).toList(), next);
  }

  @GetMapping("/causes")
  @Operation(
      summary = "Group wakes by cause",
      description =
          "The wakes by requests of the last days by agent, path and address, with what they cost:"
              + " the time that apps were awake although nobody followed. Costliest first.")
  ItemPage<WakeCauseView> causes(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = "How many days, 1 to 90.") @RequestParam(defaultValue = "7")
          int days) {
    int checked = Params.between("days", days, MOST_DAYS);
    List<WakeCauseView> items =
        causes.groups(who.space(), checked).stream()
            .limit(MOST_GROUPS)
            .map(WakeController::view)
            .toList();
    return new ItemPage<>(items, null);
  }

  private WakeView view(WakeLog.Wake wake) {
    return new WakeView(
        wake.id(),
        wake.app().toString(),
        apps.find(wake.app()).map(app -> app.app().name()).orElse(wake.app().toString()),
        wake.startedAt(),
        DurationText.format(wake.took()),
        cause(wake.cause()));
  }

  private static CauseView cause(Cause cause) {
    return new CauseView(
        cause.kind().name().toLowerCase(Locale.ROOT), cause.summary(), cause.details());
  }

  private static WakeCauseView view(WakeCauses.Group group) {
    Tally tally = group.tally();
    return new WakeCauseView(
        group.agent(),
        group.browser(),
        group.path(),
        group.address(),
        tally.apps(),
        tally.wakes(),
        tally.alone(),
        DurationText.format(tally.awakeAlone()),
        tally.last());
  }
}

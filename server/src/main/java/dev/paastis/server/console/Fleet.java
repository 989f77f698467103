// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import static java.util.stream.Collectors.groupingBy;

import dev.paastis.api.AppView;
import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StateName;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.savings.Ledger;
import dev.paastis.savings.LedgerInterval;
import dev.paastis.server.console.Strip.Window;
import dev.paastis.server.rest.AppFinder;
import dev.paastis.server.rest.AppSearch;
import dev.paastis.server.rest.AppViews;
import dev.paastis.server.rest.Params;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pages show of the apps. While the database is away it is all but the history. */
final class Fleet {
  private final AppFinder apps;
  private final AppViews views;
  private final Ledger ledger;
  private final InstantSource clock;

  Fleet(AppFinder apps, AppViews views, Ledger ledger, InstantSource clock) {
    this.apps = apps;
    this.views = views;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The list with its figures. */
  Overview overview(SpaceId space, @Nullable String q, @Nullable String state) {
    Instant now = clock.instant();
    Instant dayAgo = now.minus(Duration.ofDays(1));
    Day day = day(space, dayAgo, now);
    List<TrackedApp> all = apps.all(space);
    Window window = Window.ending(now, day.intervals());
    Map<AppId, List<LedgerInterval>> byApp =
        day.intervals().stream().collect(groupingBy(LedgerInterval::app));
    StateName wanted = Params.state(state);
    List<Row> rows =
        all.stream()
            .filter(app -> wanted == null || app.state().name() == wanted)
            .filter(app -> AppSearch.matches(app.app(), q))
            .map(app -> row(app, byApp.getOrDefault(app.id(), List.of()), window))
            .toList();
    Cards cards = Cards.of(all, day.intervals(), dayAgo, now);
    return new Overview(rows, cards, window.label(), day.away());
  }

  /** One line of the list. */
  Row row(SpaceId space, String id) {
    Instant now = clock.instant();
    TrackedApp app = apps.get(space, id);
    Day day = day(space, now.minus(Duration.ofDays(1)), now);
    List<LedgerInterval> own =
        day.intervals().stream().filter(part -> part.app().equals(app.id())).toList();
    return row(app, own, Window.ending(now, day.intervals()));
  }

  /** The app. */
  TrackedApp get(SpaceId space, String id) {
    return apps.get(space, id);
  }

  /** The app as it is shown. */
  AppView view(TrackedApp app) {
    return views.of(app);
  }

  /** The members of the app's group in wake order, or the app alone. */
  List<AppView> groupOf(TrackedApp app) {
    return apps.groupOf(app).stream().map(views::of).toList();
  }

  private Row row(TrackedApp app, List<LedgerInterval> day, Window window) {
    return new Row(views.of(app), Strip.of(day, window));
  }

  private Day day(SpaceId space, Instant from, Instant to) {
    try {
      return new Day(ledger.intervals(space, from, to), false);
    } catch (StoreUnavailableException _) {
      return new Day(List.of(), true);
    }
  }

  private record Day(List<LedgerInterval> intervals, boolean away) {}

  /**
   * The page of all apps.
   *
   * @param rows the lines
   * @param cards the figures
   * @param span what the strips cover
   * @param away whether the database cannot be reached
   */
  record Overview(List<Row> rows, Cards cards, String span, boolean away) {}
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import static java.util.stream.Collectors.groupingBy;

import dev.paastis.api.AppView;
import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StateName;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.PolicyBook;
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
  private final PolicyBook book;
  private final InstantSource clock;

  Fleet(AppFinder apps, AppViews views, Ledger ledger, PolicyBook book, InstantSource clock) {
    this.apps = apps;
    this.views = views;
    this.ledger = ledger;
    this.book = book;
    this.clock = clock;
  }

  /** The list with its figures. */
  Overview overview(SpaceId space, Filter filter) {
    Instant now = clock.instant();
    Instant dayAgo = now.minus(Duration.ofDays(1));
    Day day = day(space, dayAgo, now);
    List<TrackedApp> all = apps.all(space);
    Window window = Window.ending(now, day.intervals());
    Map<AppId, List<LedgerInterval>> byApp =
        day.intervals().stream().collect(groupingBy(LedgerInterval::app));
    StateName wanted = Params.state(filter.state());
    List<Row> rows =
        all.stream()
            .filter(app -> wanted == null || app.state().name() == wanted)
            .filter(app -> AppSearch.matches(app.app(), filter.q()))
            .filter(app -> isSelected(app, filter.rule()))
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
    Restraint restraint = Restraint.of(app, book.of(app.app()), window.to());
    return new Row(views.of(app), Strip.of(day, window), restraint);
  }

  private boolean isSelected(TrackedApp app, @Nullable String rule) {
    return rule == null
        || rule.isBlank()
        || book.selecting(app.app()).stream().anyMatch(by -> by.name().equals(rule));
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
   * Which apps are listed; {@code null} and empty conditions are met by all.
   *
   * @param q part of the name, group or a host
   * @param state the wire name of the state
   * @param rule name of a rule that selects them
   */
  record Filter(@Nullable String q, @Nullable String state, @Nullable String rule) {
    static final Filter NONE = new Filter(null, null, null);
  }

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

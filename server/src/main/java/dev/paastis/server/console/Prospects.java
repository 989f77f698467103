// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.ExplanationText;
import dev.paastis.api.ExplanationView;
import dev.paastis.api.ForecastView;
import dev.paastis.api.ForecastView.Stretch;
import dev.paastis.api.ReasonView;
import dev.paastis.api.WhenText;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Outlook;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.PolicyBook;
import dev.paastis.server.console.Why.Line;
import dev.paastis.server.rest.ExplanationViews;
import dev.paastis.server.rest.ForecastViews;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the page of an app shows of why it is as it is, and of what will be. */
final class Prospects {
  private static final int DAYS = 14;
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final Outlook outlook;
  private final ExplanationViews explanations;
  private final ForecastViews forecasts;
  private final PolicyBook book;
  private final InstantSource clock;

  Prospects(Outlook outlook, ExplanationViews explanations, PolicyBook book, InstantSource clock) {
    this.outlook = outlook;
    this.explanations = explanations;
    this.forecasts = new ForecastViews(outlook, book);
    this.book = book;
    this.clock = clock;
  }

  /** Why the app is as it is; empty while the database, which knows what happened, is away. */
  Optional<Why> why(TrackedApp app) {
    try {
      return outlook.explain(app.id(), null).map(found -> why(app, explanations.of(found, false)));
    } catch (StoreUnavailableException _) {
      return Optional.empty();
    }
  }

  private Why why(TrackedApp app, ExplanationView view) {
    ZoneId zone = zone(app);
    Instant now = clock.instant();
    ExplanationText text = new ExplanationText(view, now, zone);
    return new Why(
        text.sentence(),
        text.next(),
        lines(view.chain(), new WhenText(now, zone)),
        view.policy(),
        view.rules(),
        view.dryRun(),
        zone.getId());
  }

  private static List<Line> lines(List<ReasonView> chain, WhenText when) {
    List<Line> lines = new ArrayList<>();
    for (ReasonView row : chain) {
      Instant until = row.until();
      lines.add(new Line(lines.size() + 1, row, until == null ? "" : when.of(until)));
    }
    return lines;
  }

  /** What will be with the app, in whole days of the zone of its first window. */
  Days days(TrackedApp app) {
    ZoneId zone = zone(app);
    Instant now = clock.instant();
    Instant end = now.atZone(zone).toLocalDate().plusDays(DAYS).atStartOfDay(zone).toInstant();
    ForecastView forecast = forecasts.of(app, now, end);
    return new Days(
        new DayDrawing(forecast, zone).days(),
        always(forecast.stretches()),
        zone.getId(),
        firstWindow(app).map(PauseWindow::name).orElse(null),
        forecast.dryRun());
  }

  private static @Nullable String always(List<Stretch> stretches) {
    return stretches.size() == 1 ? stretches.getFirst().why() : null;
  }

  private ZoneId zone(TrackedApp app) {
    return firstWindow(app).map(first -> first.window().zone()).orElse(UTC);
  }

  private Optional<PauseWindow> firstWindow(TrackedApp app) {
    return book.of(app.app()).windows().value().stream().findFirst();
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ForecastView;
import dev.paastis.api.ForecastView.DayOff;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Outlook;
import dev.paastis.policy.Forecast.Stretch;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.Policy;
import dev.paastis.policy.PolicyBook;
import dev.paastis.schedule.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns what will be with an app into what the wire shows of it. Works without the database. */
public final class ForecastViews {
  private final Outlook outlook;
  private final PolicyBook book;

  /** Reads from these. */
  public ForecastViews(Outlook outlook, PolicyBook book) {
    this.outlook = outlook;
    this.book = book;
  }

  /** What will be between two times. */
  public ForecastView of(TrackedApp app, Instant from, Instant until) {
    List<Stretch> stretches = outlook.forecast(app.id(), from, until).orElse(List.of());
    Policy policy = book.of(app.app());
    return new ForecastView(
        app.id().toString(),
        app.app().name(),
        app.state().name().wire(),
        from,
        until,
        stretches.stream().map(ForecastViews::stretch).toList(),
        outlook.starts(app.id(), stretches).stream().map(ForecastViews::start).toList(),
        daysOff(policy, from, until),
        policy.dryRun());
  }

  private static ForecastView.Stretch stretch(Stretch stretch) {
    return new ForecastView.Stretch(
        stretch.from(), stretch.until(), stretch.kind().wire(), stretch.why(), stretch.by());
  }

  private static ForecastView.Start start(Outlook.Start start) {
    return new ForecastView.Start(start.ready(), start.begins(), start.why());
  }

  private static List<DayOff> daysOff(Policy policy, Instant from, Instant until) {
    List<DayOff> days = new ArrayList<>();
    for (PauseWindow pause : policy.windows().value()) {
      Window window = pause.window();
      LocalDate first = from.atZone(window.zone()).toLocalDate();
      first
          .datesUntil(until.atZone(window.zone()).toLocalDate().plusDays(1))
          .forEach(date ->
              window
                  .daysOff()
                  .dayOff(date)
                  .ifPresent(name -> days.add(new DayOff(date, name, window.name()))));
    }
    days.sort(Comparator.comparing(DayOff::date));
    return days;
  }
}

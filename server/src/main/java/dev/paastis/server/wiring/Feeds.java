// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.pause.IdleWatch;
import dev.paastis.pause.MorningWatch;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the feeds of absences anew, and has every app judged again when one has changed. */
final class Feeds implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

  private final DayCalendars calendars;
  private final IdleWatch idle;
  private final MorningWatch mornings;
  private final InstantSource clock;
  private List<String> told = List.of();

  Feeds(DayCalendars calendars, IdleWatch idle, MorningWatch mornings, InstantSource clock) {
    this.calendars = calendars;
    this.idle = idle;
    this.mornings = mornings;
    this.clock = clock;
  }

  @Override
  public void run() {
    refresh(calendars::refresh);
  }

  /** The same of feeds that are new, as after rules were changed. */
  void runNew() {
    refresh(calendars::refreshNew);
  }

  private synchronized void refresh(Runnable fetch) {
    long before = calendars.version();
    fetch.run();
    List<String> problems = calendars.problems();
    if (!problems.equals(told)) {
      problems.forEach(problem -> LOG.warn("{}", problem));
      told = problems;
    }
    if (calendars.version() != before) {
      idle.judgeAll();
      mornings.refresh(clock.instant());
    }
  }
}

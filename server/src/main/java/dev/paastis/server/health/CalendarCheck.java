// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.health;

import dev.paastis.api.CheckView;
import dev.paastis.server.rest.Check;
import java.util.List;
import java.util.function.Supplier;

/** Whether the feeds of absences answer; without them the last good copy counts. */
public final class CalendarCheck implements Check {
  private final Supplier<List<String>> problems;

  /** Asks there what is wrong. */
  public CalendarCheck(Supplier<List<String>> problems) {
    this.problems = problems;
  }

  @Override
  public CheckView look() {
    List<String> wrong = problems.get();
    return wrong.isEmpty()
        ? new CheckView("calendars", "ok", "every feed of absences answers", null)
        : new CheckView(
            "calendars",
            "warning",
            String.join("; ", wrong),
            "mend the address of the feed in its window; until then its last good copy counts");
  }
}

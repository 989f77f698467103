// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AppView;
import dev.paastis.api.ProtectionView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an app is shown, in the list and by itself. */
final class AppCells {
  private AppCells() {}

  static Cell[] of(AppView app, Instant now) {
    return new Cell[] {
      Cell.of(app.name()),
      StateMark.cell(app.state()),
      Cell.of(Words.relative(app.since(), now)),
      Cell.of(Words.relative(app.lastActivity(), now)),
      Cell.of(nextSleep(app, now)),
      Cell.of(app.url())
    };
  }

  static Cell[] ofStale(AppView app, Instant now) {
    return new Cell[] {
      Cell.of(app.name()),
      StateMark.cell(app.state()),
      Cell.of(Words.relative(app.lastActivity(), now)),
      Cell.of(Words.relative(app.staleSince(), now)),
      Cell.of(app.deleteAt() == null ? "no" : Words.relative(app.deleteAt(), now))
    };
  }

  /** When it will sleep, or why it will not. */
  static String nextSleep(AppView app, Instant now) {
    ProtectionView production = app.production();
    if (production != null && production.standing()) {
      return "never: production";
    }
    Instant pinned = app.pinnedUntil();
    return pinned != null && pinned.isAfter(now)
        ? "pinned " + pin(pinned, now)
        : Words.relative(app.nextSleep(), now) + (app.dryRun() == null ? "" : " (dry run)");
  }

  /** Why it is production, or who lifted what that keeps from it. */
  static String production(AppView app) {
    ProtectionView production = app.production();
    if (production == null) {
      return "-";
    }
    return production.standing()
        ? production.why()
        : "%s; lifted by %s: %s"
            .formatted(production.why(), production.liftedBy(), production.liftedReason());
  }

  static String pin(@Nullable Instant until, Instant now) {
    if (until == null || !until.isAfter(now)) {
      return "-";
    }
    return until.isBefore(AppView.PINNED_WITHOUT_END)
        ? "for " + Words.length(Duration.between(now, until))
        : "without end";
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import dev.paastis.app.App;
import dev.paastis.app.TrackedApp;
import dev.paastis.store.DrainEntries;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A log drain and when it was heard last, here or by another engine. Safe for many threads. */
public final class Drain {
  private final DrainEntries.Entry entry;
  private @Nullable Instant lastLine;
  private @Nullable Instant lastVisit;
  private @Nullable Instant stored;

  Drain(DrainEntries.Entry entry) {
    this.entry = entry;
    this.lastLine = entry.lastLineAt();
    this.lastVisit = entry.lastVisitAt();
  }

  /** What was kept of it. */
  public DrainEntries.Entry entry() {
    return entry;
  }

  /** When a line came last, {@code null} when none did. */
  public synchronized @Nullable Instant lastLine() {
    return lastLine;
  }

  /** When a line came last that told of a visit, {@code null} when none did. */
  public synchronized @Nullable Instant lastVisit() {
    return lastVisit;
  }

  /** Takes over what was heard before this was read anew. */
  synchronized void heardLike(Drain before) {
    lastLine = later(lastLine, before.lastLine());
    lastVisit = later(lastVisit, before.lastVisit());
  }

  /** Notes that lines came; says whether it is time to keep that. */
  synchronized boolean heard(Instant at, boolean visit, Instant keptBefore) {
    lastLine = later(lastLine, at);
    lastVisit = visit ? later(lastVisit, at) : lastVisit;
    boolean due = stored == null || stored.isBefore(keptBefore);
    if (due) {
      stored = at;
    }
    return due;
  }

  /** Whether it says for which app or account it speaks, so that its silence means something. */
  boolean speaksFor(TrackedApp tracked) {
    boolean bound = entry.app() != null || entry.account() != null;
    return bound && mayTellOf(tracked.app());
  }

  /** Whether its lines may be about that app. */
  boolean mayTellOf(App app) {
    return app.space().equals(entry.space())
        && (entry.app() == null || entry.app().equals(app.name()))
        && (entry.account() == null || entry.account().equals(app.account().name()));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}

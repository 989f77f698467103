// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that stands still until it is moved. */
public final class SettableClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-20T09:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** Sets the clock. */
  public synchronized void set(Instant to) {
    now = to;
  }

  /** Moves the clock on. */
  public synchronized Instant advance(Duration by) {
    now = now.plus(by);
    return now;
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. */
public final class ManualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-20T09:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves the clock on. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}

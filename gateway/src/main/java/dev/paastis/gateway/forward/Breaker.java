// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import java.time.Duration;

/**
 * Judges one app by how new connections to it end. Its lock is held for moments only, and only
 * where a connection is opened or fails: requests over kept connections never come here.
 */
final class Breaker {
  /** A judgement: fewer may be a restart, and each costs its visitor a wait. */
  static final int FAILURES = 20;

  static final Duration WITHIN = Duration.ofSeconds(10);
  static final Duration FIRST_REST = Duration.ofSeconds(2);
  static final Duration LONGEST_REST = Duration.ofSeconds(30);

  /** Longer than a connection and its handshake take; whoever probes may go away meanwhile. */
  private static final Duration PROBE = Duration.ofSeconds(12);

  private int failures;
  private long firstNanos;
  private boolean open;
  private boolean probing;
  private long restNanos;
  private long untilNanos;
  private boolean mercy;
  private long mercyNanos;

  /** Zero when one may connect now, otherwise how long nobody should. */
  synchronized long waitNanos(long now) {
    if (!open) {
      return 0;
    }
    if (untilNanos - now > 0) {
      return untilNanos - now;
    }
    probing = true; // this one; the others learn from it
    untilNanos = now + PROBE.toNanos();
    return 0;
  }

  /** Whether the breaker has just opened. */
  synchronized boolean failed(long now) {
    if (isMerciful(now)) {
      return false;
    }
    if (open) {
      restAgain(now);
      return false;
    }
    if (failures == 0 || now - firstNanos > WITHIN.toNanos()) {
      failures = 0;
      firstNanos = now;
    }
    failures++;
    if (failures >= FAILURES) {
      open = true;
      probing = false;
      restNanos = FIRST_REST.toNanos();
      untilNanos = now + restNanos;
    }
    return open;
  }

  /** The probe has failed; connections begun before it opened say nothing new. */
  private void restAgain(long now) {
    if (probing) {
      probing = false;
      restNanos = Math.min(2 * restNanos, LONGEST_REST.toNanos());
      untilNanos = now + restNanos;
    }
  }

  /** The app has answered over a new connection; says whether the breaker was open. */
  synchronized boolean answered() {
    boolean was = open;
    open = false;
    failures = 0;
    return was;
  }

  /** Judges nothing before that time, and forgets what was. */
  synchronized void spareUntil(long nanos) {
    mercy = true;
    mercyNanos = nanos;
    open = false;
    failures = 0;
  }

  synchronized boolean isOpen() {
    return open;
  }

  /** Whether there is nothing to remember. */
  synchronized boolean isIdle(long now) {
    return !open && !isMerciful(now) && (failures == 0 || now - firstNanos > WITHIN.toNanos());
  }

  private boolean isMerciful(long now) {
    mercy = mercy && mercyNanos - now > 0;
    return mercy;
  }
}

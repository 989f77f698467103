// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Starts of one app, one after the other: of two orders at once the second would cancel the first,
 * where it should join it. Safe for use by many threads.
 */
final class Turns {
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

  /** Runs it when the one before has ended. */
  <T> CallOutcome<T> inTurn(String ref, Call call, Supplier<CallOutcome<T>> start) {
    Semaphore turn = turns.computeIfAbsent(ref, _ -> new Semaphore(1));
    try {
      if (!turn.tryAcquire(call.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return CallOutcome.unknown("another start of " + ref + " had not ended in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CallOutcome.unknown("interrupted while another start of " + ref + " went on");
    }
    try {
      return start.get();
    } finally {
      turn.release();
    }
  }
}

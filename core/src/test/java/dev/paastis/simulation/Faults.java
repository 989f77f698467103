// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.simulation;

import dev.paastis.app.StoreUnavailableException;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** What goes wrong, how often, until everything is healed. */
final class Faults {
  private final Random random;
  private final Steps steps;
  private final List<String> violations = new ArrayList<>();
  private boolean calm;
  private long storeAwayUntil;

  Faults(Random random, Steps steps, boolean calm) {
    this.random = random;
    this.steps = steps;
    this.calm = calm;
  }

  /** Notes something that must never happen; the engine's own handling cannot hide it. */
  void violated(String what) {
    violations.add(what);
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  void heal() {
    calm = true;
    storeAwayUntil = 0;
  }

  boolean healed() {
    return calm;
  }

  boolean oneIn(int times) {
    return !calm && random.nextInt(times) == 0;
  }

  void storeAway(Duration time) {
    storeAwayUntil = steps.nanos() + time.toNanos();
  }

  /** A call on its way to the store, and its answer on the way back; either may be lost. */
  <T> T stored(Supplier<T> call) {
    Steps.giveWay();
    reach();
    T answer = call.get();
    Steps.giveWay();
    if (oneIn(25)) {
      throw away("the answer was lost");
    }
    return answer;
  }

  /** A call to the provider that takes a while and may end in any way that a call can. */
  <T> CallOutcome<T> called(Duration atMost, Supplier<CallOutcome<T>> effect) {
    passTime(atMost);
    if (oneIn(12)) {
      return CallOutcome.refused(Refusal.Kind.QUOTA, "quota");
    }
    if (oneIn(12)) {
      return CallOutcome.unknown("the request was lost");
    }
    if (oneIn(40)) {
      throw new IllegalStateException("a fault of the adapter");
    }
    CallOutcome<T> answer = effect.get();
    passTime(atMost);
    return oneIn(12) ? CallOutcome.unknown("the answer was lost") : answer;
  }

  private void passTime(Duration atMost) {
    try {
      steps.pause(Duration.ofMillis(random.nextLong(1 + atMost.toMillis())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reach() {
    if (steps.nanos() < storeAwayUntil) {
      throw away("connection refused");
    }
  }

  private static StoreUnavailableException away(String why) {
    return new StoreUnavailableException("the store is away: " + why, new IOException(why));
  }
}

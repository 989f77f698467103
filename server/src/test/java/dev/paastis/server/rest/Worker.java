// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Work;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A platform whose apps all use that part of a core, by a clock on which nothing takes time.
 *
 * @param cores the part
 * @param ticker the clock
 */
record Worker(double cores, Ticker ticker) implements Provider {
  /** Waits for nothing. */
  static final class Leaping implements Ticker {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void pause(Duration time) {
      nanos += time.toNanos();
    }
  }

  @Override
  public boolean tellsWork() {
    return true;
  }

  @Override
  public CallOutcome<Work> work(String ref, Call call) {
    Duration cpu = Duration.ofNanos((long) (ticker.nanos() * cores));
    return CallOutcome.done(new Work(Map.of(ref, new Work.Used(cpu, 0))));
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    throw unasked();
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    throw unasked();
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    throw unasked();
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    throw unasked();
  }

  @Override
  public Readiness readiness(String ref) {
    throw unasked();
  }

  @Override
  public List<String> output(String ref, int lines) {
    throw unasked();
  }

  @Override
  public void close() {}

  private static AssertionError unasked() {
    return new AssertionError("no platform is asked to explain");
  }
}

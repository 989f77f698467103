// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Wall time that goes on by itself, and can be put forward; elapsed time apart from it. */
public final class SetTime implements InstantSource {
  private final AtomicLong passed = new AtomicLong();
  private volatile Duration ahead;

  /** Time that begins there. */
  public SetTime(Instant start) {
    this.ahead = Duration.between(Instant.now(), start);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  /** The clock shows that time from now on, and nothing has elapsed. */
  public void set(Instant to) {
    ahead = Duration.between(Instant.now(), to);
  }

  /** That much more has elapsed, whatever the clock shows. */
  public void pass(Duration time) {
    passed.addAndGet(time.toNanos());
  }

  /** What has elapsed. */
  public Ticker ticker() {
    return new Ticker() {
      @Override
      public long nanos() {
        return Ticker.system().nanos() + passed.get();
      }

      @Override
      public void pause(Duration time) throws InterruptedException {
        Ticker.system().pause(time);
      }
    };
  }
}

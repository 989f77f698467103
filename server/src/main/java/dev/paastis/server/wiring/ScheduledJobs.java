// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.springframework.context.SmartLifecycle;

/** Starts the scheduler after the engine and stops it before. */
final class ScheduledJobs implements SmartLifecycle {
  private static final int PHASE = 1;

  private final Scheduler scheduler;
  private volatile boolean running;

  ScheduledJobs(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public void start() {
    scheduler.start();
    running = true;
  }

  @Override
  public void stop() {
    scheduler.stop();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}

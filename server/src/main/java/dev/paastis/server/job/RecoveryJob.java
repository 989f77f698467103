// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.job;

import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up operations that were left half done. */
public final class RecoveryJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryJob.class);

  private final IntSupplier takeUp;

  /** Runs that recovery, which tells how many operations it took up. */
  public RecoveryJob(IntSupplier takeUp) {
    this.takeUp = takeUp;
  }

  @Override
  public void run() {
    int taken = takeUp.getAsInt();
    if (taken > 0) {
      LOG.info("took up {} operations that were left half done", taken);
    }
  }
}

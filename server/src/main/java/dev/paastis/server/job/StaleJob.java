// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.job;

import dev.paastis.stale.StaleApps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for review apps that nobody uses any more. */
public final class StaleJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(StaleJob.class);

  private final StaleApps stale;

  /** Looks after those. */
  public StaleJob(StaleApps stale) {
    this.stale = stale;
  }

  @Override
  public void run() {
    try {
      int deleted = stale.round();
      LOG.debug("deleted {} stale apps", deleted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

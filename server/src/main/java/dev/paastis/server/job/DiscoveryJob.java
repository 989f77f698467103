// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.job;

/** Holds the apps against what their providers say. */
public final class DiscoveryJob implements Runnable {
  private final Runnable discover;

  /** Runs that discovery. */
  public DiscoveryJob(Runnable discover) {
    this.discover = discover;
  }

  @Override
  public void run() {
    discover.run();
  }
}

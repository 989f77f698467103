// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wakes;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A wake by a request.
 *
 * @param app name of the app
 * @param agentText the {@code User-Agent}, empty when nothing was said
 * @param path its path
 * @param address who sent it
 * @param at when it began
 * @param end what came after, {@code null} while the app is awake
 */
record Visit(
    String app, String agentText, String path, String address, Instant at, @Nullable End end) {
  /**
   * What came after a wake.
   *
   * @param alone whether nobody followed
   * @param awake how long the app was awake
   */
  record End(boolean alone, Duration awake) {}

  Agent agent() {
    return Agent.of(agentText);
  }

  boolean alone() {
    return end != null && end.alone();
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets idempotency keys that nobody will repeat any more. */
public final class HousekeepingJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HousekeepingJob.class);
  private static final Duration KEYS_KEPT = Duration.ofHours(24);

  private final ToIntFunction<Instant> purgeKeys;
  private final InstantSource clock;

  /** Forgets by that call, which tells how many keys it forgot. */
  public HousekeepingJob(ToIntFunction<Instant> purgeKeys, InstantSource clock) {
    this.purgeKeys = purgeKeys;
    this.clock = clock;
  }

  @Override
  public void run() {
    int purged = purgeKeys.applyAsInt(clock.instant().minus(KEYS_KEPT));
    LOG.debug("purged {} idempotency keys", purged);
  }
}

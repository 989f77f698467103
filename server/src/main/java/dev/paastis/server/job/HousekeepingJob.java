// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets idempotency keys that nobody will repeat any more, and buckets of calls that have long
 * been full.
 */
public final class HousekeepingJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HousekeepingJob.class);
  private static final Duration KEYS_KEPT = Duration.ofHours(24);

  private static final Duration BUCKETS_KEPT = Duration.ofDays(7);

  private final ToIntFunction<Instant> purgeKeys;
  private final ToIntFunction<Instant> purgeBuckets;
  private final InstantSource clock;

  /** Forgets by those calls, each of which tells how much it forgot. */
  public HousekeepingJob(
      ToIntFunction<Instant> purgeKeys, ToIntFunction<Instant> purgeBuckets, InstantSource clock) {
    this.purgeKeys = purgeKeys;
    this.purgeBuckets = purgeBuckets;
    this.clock = clock;
  }

  @Override
  public void run() {
    int purged = purgeKeys.applyAsInt(clock.instant().minus(KEYS_KEPT));
    int buckets = purgeBuckets.applyAsInt(clock.instant().minus(BUCKETS_KEPT));
    LOG.debug("purged {} idempotency keys and {} full buckets of calls", purged, buckets);
  }
}

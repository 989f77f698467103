// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.budget;

import dev.paastis.provider.ApiLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Where the token buckets of all accounts are kept, shared by all engines and across restarts. Each
 * method is one atomic step, may block, is safe for use by many threads, and throws {@link
 * dev.paastis.app.StoreUnavailableException} when the buckets cannot be reached.
 */
public interface Buckets {
  /**
   * Takes one call out of a bucket, which is made full when it is not known yet.
   *
   * @param keep tokens that must be left afterwards
   */
  Taken take(UUID account, ApiLimit limit, int keep, Instant now);

  /** Lowers a bucket to what the platform says is left; never raises it. */
  void lower(UUID account, ApiLimit limit, int remaining, Instant now);

  /** Raises a bucket to what the platform says is left; never lowers it. */
  void raise(UUID account, ApiLimit limit, int remaining, Instant now);

  /** Empties a bucket and keeps it shut until then; an earlier end changes nothing. */
  void shut(UUID account, ApiLimit limit, Instant until, Instant now);

  /** The buckets of an account as they stand, by scope. */
  List<Level> levels(UUID account, Instant now);

  /**
   * What became of a wish to take.
   *
   * @param granted whether one was taken
   * @param freeIn when one would be free, about; zero when granted
   */
  record Taken(boolean granted, Duration freeIn) {
    /** One was taken. */
    public static final Taken GRANTED = new Taken(true, Duration.ZERO);
  }

  /**
   * How full a bucket is.
   *
   * @param scope of the limit
   * @param left calls that may be made at once
   * @param burst calls that a full one holds
   * @param perSecond calls that become free in a second
   * @param fullAt when it will be full if nobody takes any more
   */
  record Level(String scope, int left, int burst, double perSecond, Instant fullAt) {
    /** Of a bucket as it was kept. */
    public static Level of(ApiLimit limit, Bucket kept, Instant now) {
      Bucket bucket = kept.later(limit, now);
      Duration untilFull = bucket.freeIn(limit, limit.burst() - 1, now);
      int left = now.isBefore(bucket.shutUntil()) ? 0 : (int) bucket.tokens();
      return new Level(limit.scope(), left, limit.burst(), limit.perSecond(), now.plus(untilFull));
    }
  }
}

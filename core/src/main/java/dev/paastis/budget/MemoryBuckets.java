// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.budget;

import dev.paastis.provider.ApiLimit;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Buckets of this process alone. */
public final class MemoryBuckets implements Buckets {
  private final Map<Key, Kept> buckets = new ConcurrentHashMap<>();
  private final boolean startFull;

  private MemoryBuckets(boolean startFull) {
    this.startFull = startFull;
  }

  /** Buckets that are full when first asked for. */
  public static MemoryBuckets full() {
    return new MemoryBuckets(true);
  }

  /**
   * Buckets that are empty when first asked for: the careful choice where others may have taken
   * what we do not know of.
   */
  public static MemoryBuckets empty() {
    return new MemoryBuckets(false);
  }

  @Override
  public Taken take(UUID account, ApiLimit limit, int keep, Instant now) {
    AtomicBoolean granted = new AtomicBoolean();
    Bucket after =
        change(
            account,
            limit,
            now,
            bucket -> {
              granted.set(bucket.grants(keep, now));
              return granted.get() ? bucket.taken() : bucket;
            });
    return granted.get() ? Taken.GRANTED : new Taken(false, after.freeIn(limit, keep, now));
  }

  @Override
  public void lower(UUID account, ApiLimit limit, int remaining, Instant now) {
    change(account, limit, now, b -> b.tokens() > remaining ? b.holding(remaining) : b);
  }

  @Override
  public void raise(UUID account, ApiLimit limit, int remaining, Instant now) {
    int most = Math.min(remaining, limit.burst());
    change(account, limit, now, b -> b.tokens() < most ? b.holding(most) : b);
  }

  @Override
  public void shut(UUID account, ApiLimit limit, Instant until, Instant now) {
    change(account, limit, now, bucket -> bucket.shut(until));
  }

  @Override
  public List<Level> levels(UUID account, Instant now) {
    return buckets.entrySet().stream()
        .filter(entry -> entry.getKey().account().equals(account))
        .map(Map.Entry::getValue)
        .map(kept -> Level.of(kept.limit(), kept.bucket(), now))
        .sorted(Comparator.comparing(Level::scope))
        .toList();
  }

  private Bucket change(UUID account, ApiLimit limit, Instant now, UnaryOperator<Bucket> step) {
    return buckets
        .compute(
            new Key(account, limit.scope()),
            (_, kept) -> {
              Bucket bucket = kept == null ? fresh(limit, now) : kept.bucket().later(limit, now);
              return new Kept(limit, step.apply(bucket));
            })
        .bucket();
  }

  private Bucket fresh(ApiLimit limit, Instant now) {
    Bucket full = Bucket.full(limit, now);
    return startFull ? full : full.holding(0);
  }

  private record Key(UUID account, String scope) {}

  private record Kept(ApiLimit limit, Bucket bucket) {}
}

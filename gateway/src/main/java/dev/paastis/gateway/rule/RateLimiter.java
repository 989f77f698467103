// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of tokens for each client, kept as the time at which it will be full again. Clients of
 * IPv6 count by their network of 64 bits. The table is bounded: full buckets are forgotten, as they
 * say nothing; where none is full, clients not known yet share one bucket. Safe for use by many
 * threads.
 */
final class RateLimiter {
  private static final int CLIENTS = 65_536;
  private static final long SWEEP_NANOS = 1_000_000_000L;

  private final RateLimit limit;
  private final long nanosPerToken;
  private final long toleranceNanos;
  private final Map<String, AtomicLong> fullAt = new ConcurrentHashMap<>();
  private final AtomicLong others = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong sweptNanos = new AtomicLong(Long.MIN_VALUE);

  RateLimiter(RateLimit limit) {
    this.limit = limit;
    this.nanosPerToken = Math.max(1, limit.per().toNanos() / limit.requests());
    this.toleranceNanos = nanosPerToken * (Math.max(1, limit.burst()) - 1L);
  }

  RateLimit limit() {
    return limit;
  }

  /** How many clients are remembered. */
  int clients() {
    return fullAt.size();
  }

  /** Takes a token: zero when there was one, otherwise how many nanoseconds to wait for it. */
  long take(String address, long nowNanos) {
    AtomicLong bucket = bucket(client(address), nowNanos);
    while (true) {
      long known = bucket.get();
      long full = known == Long.MIN_VALUE || known - nowNanos < 0 ? nowNanos : known;
      long wait = full - nowNanos - toleranceNanos;
      if (wait > 0) {
        return wait;
      }
      if (bucket.compareAndSet(known, full + nanosPerToken)) {
        return 0;
      }
    }
  }

  private AtomicLong bucket(String client, long nowNanos) {
    AtomicLong known = fullAt.get(client);
    if (known != null) {
      return known;
    }
    if (fullAt.size() >= CLIENTS) {
      sweep(nowNanos);
      if (fullAt.size() >= CLIENTS) {
        return others;
      }
    }
    return fullAt.computeIfAbsent(client, _ -> new AtomicLong(Long.MIN_VALUE));
  }

  /** At most once a second, as it looks at all of them. */
  private void sweep(long nowNanos) {
    long last = sweptNanos.get();
    boolean due = last == Long.MIN_VALUE || nowNanos - last >= SWEEP_NANOS;
    if (due && sweptNanos.compareAndSet(last, nowNanos)) {
      fullAt.values().removeIf(full -> full.get() - nowNanos <= 0);
    }
  }

  private static String client(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes == null || bytes.length != 16
        ? address
        : new BigInteger(1, Arrays.copyOf(bytes, 8)).toString(16) + "/64";
  }
}

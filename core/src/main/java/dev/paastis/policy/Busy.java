// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From how much work on an app counts as in use although nobody sends it requests; each of the two
 * suffices.
 *
 * @param cpu time of a core per time, for example 0.05 for 5 % of one core; {@code null}: of no
 *     account
 * @param sent bytes sent per second; {@code null}: of no account
 */
public record Busy(@Nullable Double cpu, @Nullable Long sent) {
  private static final int KIB = 1024;

  /** Where nothing is said: more than a web framework uses that waits, less than any import. */
  public static final Busy DEFAULT = new Busy(0.1, 50L * KIB);

  /** No work counts. */
  public static final Busy NEVER = new Busy(null, null);

  /** What counts as work of what was used in that time, in words; empty when it is too little. */
  public Optional<String> judge(Duration cpuUsed, long bytesSent, Duration within) {
    if (!within.isPositive()) {
      return Optional.empty();
    }
    double cores = (double) cpuUsed.toNanos() / within.toNanos();
    if (cpu != null && cores >= cpu) {
      return Optional.of("it uses %d%% of a core".formatted(Math.round(cores * 100)));
    }
    double rate = bytesSent / (within.toNanos() / 1e9);
    return sent != null && rate >= sent
        ? Optional.of("it sends %s".formatted(perSecond((long) rate)))
        : Optional.empty();
  }

  /** In the words of the configuration. */
  public String text() {
    List<String> parts = new ArrayList<>();
    if (cpu != null) {
      parts.add("cpu " + percent(cpu));
    }
    if (sent != null) {
      parts.add("sent " + perSecond(sent));
    }
    return parts.isEmpty() ? "false" : String.join(", ", parts);
  }

  /** To a tenth where there is one. */
  private static String percent(double share) {
    long tenths = Math.round(share * 1_000);
    return tenths % 10 == 0
        ? tenths / 10 + "%"
        : String.format(Locale.ROOT, "%d.%d%%", tenths / 10, tenths % 10);
  }

  private static String perSecond(long bytes) {
    if (bytes >= KIB * KIB) {
      return bytes / (KIB * KIB) + "MiB/s";
    }
    return bytes >= KIB ? bytes / KIB + "KiB/s" : bytes + "B/s";
  }
}

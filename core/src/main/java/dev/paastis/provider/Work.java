// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.time.Duration;
import java.util.Map;

/**
 * What an app has used so far, for requests and without any: two readings tell what it did between
 * them.
 *
 * @param parts its processes or containers, by what tells each life of each from every other
 */
public record Work(Map<String, Used> parts) {
  /**
   * Counters that only grow while a part lives.
   *
   * @param cpu time of all cores together
   * @param sent bytes sent over the network; zero where that is not counted
   */
  public record Used(Duration cpu, long sent) {
    /** Nothing. */
    public static final Used NOTHING = new Used(Duration.ZERO, 0);

    private Used plus(Used other) {
      return new Used(cpu.plus(other.cpu), sent + other.sent);
    }

    /** Never negative: a counter that ran backwards says nothing. */
    private Used minus(Used before) {
      Duration more = cpu.minus(before.cpu);
      return new Used(more.isNegative() ? Duration.ZERO : more, Math.max(0, sent - before.sent));
    }
  }

  /** Copies the parts. */
  public Work {
    parts = Map.copyOf(parts);
  }

  /** What was used since an earlier reading; of a part that began meanwhile, all that it used. */
  public Used since(Work before) {
    return parts.entrySet().stream()
        .map(part -> part.getValue().minus(before.parts.getOrDefault(part.getKey(), Used.NOTHING)))
        .reduce(Used.NOTHING, Used::plus);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.provider.platformsh.Environment.Phase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How environments were when last seen at rest. While something is being done to one, the platform
 * tells neither whether it was paused before nor whether it may be. Safe for use by many threads.
 */
final class LastRest {
  private final Map<Ref, Environment> seen = new ConcurrentHashMap<>();

  /** Takes note of an environment, if it is at rest; tells the same environment. */
  Environment note(Environment environment) {
    switch (environment.phase()) {
      case AWAKE, ASLEEP -> seen.put(environment.ref(), environment);
      case ABSENT -> seen.remove(environment.ref());
      case BUSY -> {} // what was seen before goes on to count
    }
    return environment;
  }

  /** Whether it slept; not, when it was never seen. */
  boolean wasAsleep(Ref ref) {
    Environment last = seen.get(ref);
    return last != null && last.phase() == Phase.ASLEEP;
  }

  /** Whether it was awake and could not be paused; not, when it was never seen. */
  boolean wasUnpausable(Ref ref) {
    Environment last = seen.get(ref);
    return last != null && last.phase() == Phase.AWAKE && !last.mayBePaused();
  }
}

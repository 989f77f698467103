// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which calls came in: how many in all, and the last two thousand. Safe for many threads. */
public final class CallLog {
  private static final int KEPT = 2_000;

  private final Deque<String> last = new ArrayDeque<>();
  private final InstantSource clock;
  private long count;
  private @Nullable Instant lastAt;

  /** No call yet. */
  public CallLog(InstantSource clock) {
    this.clock = clock;
  }

  /** Keeps a call; a filter that lets everything pass. */
  public synchronized Optional<Answer> keep(Call call) {
    count++;
    lastAt = clock.instant();
    last.addLast(call.method() + " " + call.path());
    if (last.size() > KEPT) {
      var _ = last.removeFirst();
    }
    return Optional.empty();
  }

  /** How many came in, refused ones included. */
  public synchronized long count() {
    return count;
  }

  /** When the last one came in. */
  public synchronized Optional<Instant> lastAt() {
    return Optional.ofNullable(lastAt);
  }

  /** The last ones as {@code METHOD path}, oldest first. */
  public synchronized List<String> last() {
    return List.copyOf(last);
  }
}

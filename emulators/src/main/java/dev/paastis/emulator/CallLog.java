// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Which calls came in: how many in all, and the last two thousand. Safe for many threads. */
public final class CallLog {
  private static final int KEPT = 2_000;

  private final Deque<String> last = new ArrayDeque<>();
  private long count;

  /** No call yet. */
  public CallLog() {}

  /** Keeps a call; a filter that lets everything pass. */
  public synchronized Optional<Answer> keep(Call call) {
    count++;
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

  /** The last ones as {@code METHOD path}, oldest first. */
  public synchronized List<String> last() {
    return List.copyOf(last);
  }
}

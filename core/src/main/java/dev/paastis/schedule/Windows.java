// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Several windows that hold together: paused when any of them pauses. Pauses that overlap or touch
 * are one, which names them all. Immutable and safe for use by many threads.
 */
public final class Windows implements Pauses {
  private final List<Window> windows;
  private final PauseIndex index;

  private Windows(List<Window> windows) {
    this.windows = windows;
    this.index =
        new PauseIndex(
            (from, until) ->
                windows.stream()
                    .map(w -> w.pieces(from, until))
                    .flatMap(Collection::stream)
                    .toList(),
            () -> windows.stream().mapToLong(w -> w.daysOff().version()).sum());
  }

  /** The windows together; without windows there are no pauses. */
  public static Windows of(List<Window> windows) {
    return new Windows(List.copyOf(windows));
  }

  /** The windows, in their order. */
  public List<Window> windows() {
    return windows;
  }

  @Override
  public Optional<Pause> pauseAt(Instant at) {
    return index.pauseAt(at);
  }

  @Override
  public Instant nextChange(Instant after) {
    return index.nextChange(after);
  }
}

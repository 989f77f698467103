// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.fleet;

import dev.paastis.app.AppId;
import dev.paastis.pause.Mornings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What waits for the end of a window, in memory. */
public final class MemoryMornings implements Mornings {
  private final Map<AppId, Morning> rows = new ConcurrentHashMap<>();

  @Override
  public List<Morning> waiting() {
    return rows.values().stream().filter(row -> row.pausedAt() != null).toList();
  }

  @Override
  public Morning paused(AppId app, Instant at, @Nullable Instant lastActivity) {
    return rows.merge(
        app,
        new Morning(app, at, null, 0),
        (old, _) -> new Morning(app, at, null, unused(old, lastActivity)));
  }

  private static int unused(Morning old, @Nullable Instant lastActivity) {
    Instant since = old.startedAt() == null ? old.pausedAt() : old.startedAt();
    if (since == null || (lastActivity != null && lastActivity.isAfter(since))) {
      return 0;
    }
    return old.startedAt() == null ? old.unused() : old.unused() + 1;
  }

  @Override
  public void over(AppId app, Instant pausedAt, @Nullable Instant startedAt) {
    rows.computeIfPresent(
        app,
        (_, row) ->
            pausedAt.equals(row.pausedAt())
                ? new Morning(app, null, startedAt, row.unused())
                : row);
  }
}

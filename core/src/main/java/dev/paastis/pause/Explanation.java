// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.Event;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.Decision;
import dev.paastis.policy.Policy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an app is as it is, and what comes next if nothing happens.
 *
 * @param app the row
 * @param at the time spoken of
 * @param last what brought it into its state, {@code null} when that is not known
 * @param decision what the rules want at that time
 * @param policy what holds for it
 * @param rules names of the rules that select it, in their order
 * @param nextSleep when it will sleep, {@code null} when it sleeps or nothing says so
 * @param nextStart when it will be started by itself, {@code null} when only a request does
 * @param onRequest what becomes of a request at that time, {@code null} while it is awake
 * @param decidedFor name of the app whose rows decide: itself, or a member of its group
 * @param pinned its last pin, {@code null} when it is not pinned or that is not known
 * @param waitsForRequest whether it was started for nothing so often that only a request wakes it
 */
public record Explanation(
    TrackedApp app,
    Instant at,
    @Nullable Event last,
    Decision decision,
    Policy policy,
    List<String> rules,
    @Nullable Instant nextSleep,
    @Nullable Instant nextStart,
    @Nullable String onRequest,
    String decidedFor,
    @Nullable Event pinned,
    boolean waitsForRequest) {
  /** Copies the rules. */
  public Explanation {
    rules = List.copyOf(rules);
  }
}

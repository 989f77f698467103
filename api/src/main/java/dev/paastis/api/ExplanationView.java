// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an app is as it is, and what comes next if nothing happens.
 *
 * @param app its id
 * @param name its name
 * @param at the time spoken of
 * @param later whether that is a time to come, not now
 * @param state its state now, as in {@link AppView}
 * @param since when it entered that state
 * @param why what brought it into that state, for people; {@code null} when that is not known
 * @param event the event that tells of it, {@code null} when there is none
 * @param verdict what the rules want at that time: {@code awake} or {@code sleep}
 * @param decidedFor name of the app whose rows decide: itself, or a member of its group
 * @param chain what every row says, in the order of precedence
 * @param rules names of the rules that select it, in their order
 * @param policy what holds for it, each part with who said it
 * @param dryRun who says that what would be done is only told, {@code null} when nobody does
 * @param nextSleep when it will sleep, {@code null} when it sleeps or nothing says so
 * @param nextStart when it will be started by itself, {@code null} when only a request does
 * @param waitsForRequest whether it was started for nothing so often that only a request wakes it
 * @param onRequest what becomes of a request at that time, {@code null} while it is awake
 */
public record ExplanationView(
    String app,
    String name,
    Instant at,
    boolean later,
    String state,
    Instant since,
    @Nullable String why,
    @Nullable EventView event,
    String verdict,
    String decidedFor,
    List<ReasonView> chain,
    List<String> rules,
    List<PolicyValueView> policy,
    @Nullable String dryRun,
    @Nullable Instant nextSleep,
    @Nullable Instant nextStart,
    boolean waitsForRequest,
    @Nullable String onRequest) {
  /** Copies the lists. */
  public ExplanationView {
    chain = List.copyOf(chain);
    rules = List.copyOf(rules);
    policy = List.copyOf(policy);
  }

  /** The row that decides. */
  public ReasonView decisive() {
    return chain.stream()
        .filter(ReasonView::decides)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no row decides on " + name));
  }
}

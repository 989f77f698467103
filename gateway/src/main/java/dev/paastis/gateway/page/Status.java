// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

import dev.paastis.wake.WakeEstimate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a waiting page is told.
 *
 * @param state {@code waking}, {@code ready}, {@code failed} or the app's state
 * @param elapsed how long the wake has lasted
 * @param estimate how long it takes as a rule, {@code null} without history
 * @param problem why it failed
 * @param problemTitle the problem in the reader's language
 */
public record Status(
    String state,
    Duration elapsed,
    @Nullable WakeEstimate estimate,
    @Nullable Problem problem,
    @Nullable String problemTitle) {
  /** Whether nothing more will be said. */
  public boolean isFinal() {
    return !state.equals("waking");
  }

  /** As one line of JSON. */
  public String json() {
    JsonText json = new JsonText();
    json.text("state", state).number("elapsedMillis", elapsed.toMillis());
    if (estimate != null) {
      json.number("usualMillis", estimate.usual().toMillis())
          .number("atMostMillis", estimate.atMost().toMillis())
          .number("samples", estimate.samples());
    }
    if (problem != null) {
      json.text("code", problem.code().wire())
          .text("title", problemTitle)
          .text("detail", problem.detail());
    }
    return json.end();
  }
}

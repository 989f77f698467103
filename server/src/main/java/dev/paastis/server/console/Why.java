// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.PolicyValueView;
import dev.paastis.api.ReasonView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an app is as it is.
 *
 * @param sentence the verdict
 * @param next what comes after that; empty for nothing
 * @param chain what every row says, in the order of precedence
 * @param holds what holds for it, each part with who said it
 * @param rules names of the rules that select it, in their order
 * @param dryRun who says that it is only told, {@code null} when nobody does
 * @param zone whose hours are told
 */
public record Why(
    String sentence,
    String next,
    List<Line> chain,
    List<PolicyValueView> holds,
    List<String> rules,
    @Nullable String dryRun,
    String zone) {
  /** Copies the lists. */
  public Why {
    chain = List.copyOf(chain);
    holds = List.copyOf(holds);
    rules = List.copyOf(rules);
  }

  /** The rows that say something. */
  public List<Line> said() {
    return chain.stream().filter(Line::speaks).toList();
  }

  /**
   * A row of the table of precedence.
   *
   * @param number its place, from one
   * @param row what it says
   * @param until until when, in words; empty for always
   */
  public record Line(int number, ReasonView row, String until) {
    boolean speaks() {
      return row.decides() || !row.effect().equals("none") || row.until() != null;
    }
  }
}

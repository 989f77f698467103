// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.util.List;

/**
 * Whether an app may sleep, with the whole chain of reasons.
 *
 * @param verdict what is to be done
 * @param decisive the row that decided
 * @param reasons what every row says, in the order of precedence
 */
public record Decision(Verdict verdict, Reason decisive, List<Reason> reasons) {
  /** Copies the reasons. */
  public Decision {
    reasons = List.copyOf(reasons);
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.health;

import dev.paastis.api.CheckView;
import dev.paastis.server.rest.Check;
import java.util.List;
import java.util.function.Supplier;

/** Whether every certificate can be shown, and for how long yet. */
public final class TlsCheck implements Check {
  private final Supplier<List<String>> problems;
  private final String place;

  /**
   * Asks there what is wrong.
   *
   * @param place what is served where, for people
   */
  public TlsCheck(Supplier<List<String>> problems, String place) {
    this.problems = problems;
    this.place = place;
  }

  @Override
  public CheckView look() {
    List<String> wrong = problems.get();
    return wrong.isEmpty()
        ? new CheckView("certificates", "ok", place, null)
        : new CheckView(
            "certificates", "warning", String.join("; ", wrong), "see docs/tls.md, faults");
  }
}

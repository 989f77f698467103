// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.health;

import dev.paastis.api.CheckView;
import dev.paastis.server.rest.Check;
import java.util.List;
import java.util.function.Supplier;

/** Whether the log drains that speak for awake apps have spoken. */
public final class DrainCheck implements Check {
  private final Supplier<List<String>> silent;

  /** Asks there which apps have silent drains. */
  public DrainCheck(Supplier<List<String>> silent) {
    this.silent = silent;
  }

  @Override
  public CheckView look() {
    List<String> apps = silent.get();
    return apps.isEmpty()
        ? new CheckView("drains", "ok", "no log drain is silent", null)
        : new CheckView(
            "drains",
            "warning",
            "no log drain brought a line since these became awake, so they are kept awake: "
                + String.join(", ", apps),
            "look whether the platform still sends there, or remove the drain; 'paastis drains'"
                + " lists them");
  }
}

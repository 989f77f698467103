// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AccountCheckView;

/** Says what a platform makes of an account. */
final class AccountChecks {
  private AccountChecks() {}

  static void print(Terminal terminal, AccountCheckView check) {
    String owner = check.owner().isEmpty() ? "" : " for " + check.owner();
    String apps = check.apps() == 1 ? "1 app" : check.apps() + " apps";
    terminal.print(
        terminal.paint(Style.GREEN, "accepted") + owner + "; the credentials show " + apps);
    check
        .missing()
        .forEach(
            missing -> terminal.print(terminal.paint(Style.YELLOW, "missing") + "  " + missing));
  }
}

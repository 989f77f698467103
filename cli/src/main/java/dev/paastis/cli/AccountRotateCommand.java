// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AccountChange;
import dev.paastis.api.AccountCheckView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Replaces what an account says. */
@Command(
    name = "rotate",
    description = "Replace an account's credentials; the old ones stay when the new are refused.")
final class AccountRotateCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name or id of the account.")
  private String name = "";

  @Mixin private AccountSettingsOptions settings = new AccountSettingsOptions();

  AccountRotateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (settings.isEmpty()) {
      throw new Failure(
          ExitStatus.USAGE, "nothing to change; name a credential with --secret", "", null);
    }
    var change = new AccountChange(settings.read(session.surroundings()), null);
    var answer = session.api().patch("/accounts/" + Session.encode(name), change);
    AccountChecks.print(session.terminal(), Json.as(answer, AccountCheckView.class));
    return ExitStatus.DONE.code();
  }
}

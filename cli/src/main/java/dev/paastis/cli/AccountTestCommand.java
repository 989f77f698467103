// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AccountCheckView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tests an account. */
@Command(name = "test", description = "Ask the platform whether it takes an account's credentials.")
final class AccountTestCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name or id of the account.")
  private String name = "";

  AccountTestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var answer = session.api().post("/accounts/" + Session.encode(name) + "/test");
    AccountChecks.print(session.terminal(), Json.as(answer, AccountCheckView.class));
    return ExitStatus.DONE.code();
  }
}

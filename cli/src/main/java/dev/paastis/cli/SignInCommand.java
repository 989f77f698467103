// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.SignInLink;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Makes a link that signs in to the console. */
@Command(name = "sign-in", description = "Print a link that signs in to the console once.")
final class SignInCommand implements Callable<Integer> {
  private final Session session;

  SignInCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    SignInLink link = Json.as(session.api().post("/sign-in-links"), SignInLink.class);
    session.terminal().print(link.url());
    String end = Words.relative(link.expiresAt(), session.now());
    session.terminal().notice("works once; expires " + end);
    return ExitStatus.DONE.code();
  }
}

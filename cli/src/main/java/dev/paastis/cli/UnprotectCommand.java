// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ReasonRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lifts the protection of a production app. */
@Command(
    name = "unprotect",
    description = "Let a production app sleep after all; the reason is kept.")
final class UnprotectCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name or id of the app.")
  private String name = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, in your own words.")
  private String reason = "";

  UnprotectCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    String id = session.app(api, name).path("id").stringValue();
    api.post("/apps/" + Session.encode(id) + "/unprotect", new ReasonRequest(reason));
    session.terminal().print("'" + name + "' may sleep although it is production");
    return ExitStatus.DONE.code();
  }
}

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

  @Option(
      names = "--not-production",
      description = "Take back that it is production at all, for an app marked by mistake.")
  private boolean notProduction;

  UnprotectCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    String id = session.app(api, name).path("id").stringValue();
    String verb = notProduction ? "not-production" : "unprotect";
    api.post("/apps/" + Session.encode(id) + "/" + verb, new ReasonRequest(reason));
    String now = notProduction ? "is production no longer" : "may sleep although it is production";
    session.terminal().print("'" + name + "' " + now);
    return ExitStatus.DONE.code();
  }
}

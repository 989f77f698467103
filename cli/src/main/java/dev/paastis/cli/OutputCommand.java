// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.OutputView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows what an app printed. */
@Command(name = "output", description = "Show the last lines that an app printed.")
final class OutputCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "Name or id of the app.")
  private String name = "";

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "50",
      description = "How many lines (default 50).")
  private int lines = 50;

  OutputCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    String id = session.app(api, name).path("id").stringValue();
    JsonNode answer = api.get("/apps/" + Session.encode(id) + "/output?lines=" + lines);
    if (output.json()) {
      session.terminal().print(Json.pretty(answer));
    } else {
      Json.as(answer, OutputView.class).lines().forEach(session.terminal()::print);
    }
    return ExitStatus.DONE.code();
  }
}

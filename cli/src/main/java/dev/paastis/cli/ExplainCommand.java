// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ExplanationText;
import dev.paastis.api.ExplanationView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Says why an app is as it is. */
@Command(
    name = "explain",
    description = "Say why an app is awake or asleep, now or at a time to come.",
    footer = {"", "Example: paastis explain shop-api --at 22:00"})
final class ExplainCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "APP", description = "Name or id of the app.")
  private String name = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "At 22:00 (the next), 2026-12-01T22:00 or 2026-12-01T21:00:00Z.")
  private @Nullable String at;

  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    var zone = session.surroundings().zone();
    String query = at == null ? "" : "?at=" + Moments.next("--at", at, session.now(), zone);
    String id = session.app(api, name).path("id").stringValue();
    JsonNode answer = api.get("/apps/" + Session.encode(id) + "/explanation" + query);
    if (output.json()) {
      session.terminal().print(Json.pretty(answer));
    } else {
      ExplanationView view = Json.as(answer, ExplanationView.class);
      print(new ExplanationText(view, session.now(), zone).lines());
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<String> lines) {
    Terminal terminal = session.terminal();
    terminal.print(terminal.paint(Style.BOLD, clean(lines.getFirst())));
    for (String line : lines.subList(1, lines.size())) {
      boolean decides = line.startsWith(ExplanationText.DECIDES);
      terminal.print(terminal.paint(decides ? Style.BOLD : Style.PLAIN, clean(line)));
    }
  }

  private static String clean(String line) {
    return line.replaceAll("\\p{Cntrl}+", " ");
  }
}

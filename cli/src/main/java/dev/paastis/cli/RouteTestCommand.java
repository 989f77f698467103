// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.RouteTrialView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Says what a request would meet. */
@Command(
    name = "test",
    description = "Say which app, route and terms a request would meet; sends none.",
    footer = {"", "Example: paastis routes test https://shop.example.com/admin --from 203.0.113.7"})
final class RouteTestCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "URL", description = "What would be asked for.")
  private String url = "";

  @Option(names = "--method", paramLabel = "M", description = "Method (GET).")
  private String method = "GET";

  @Option(names = "--from", paramLabel = "ADDRESS", description = "Address of the client.")
  private @Nullable String from;

  RouteTestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String query = "?url=" + Session.encode(url) + "&method=" + Session.encode(method);
    String client = from;
    JsonNode answer =
        session
            .api()
            .get(
                "/routes/test" + query + (client == null ? "" : "&from=" + Session.encode(client)));
    if (output.json()) {
      session.terminal().print(Json.pretty(answer));
    } else {
      print(Json.as(answer, RouteTrialView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(RouteTrialView trial) {
    Terminal terminal = session.terminal();
    terminal.print(trial.request());
    terminal.print("app    " + (trial.app() == null ? "none" : trial.app()));
    terminal.print("route  " + (trial.route() == null ? "none" : trial.route()));
    String match = trial.match();
    if (match != null && !match.isEmpty()) {
      terminal.print("paths  " + match);
    }
    trial.steps().forEach(step -> terminal.print("  " + step));
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.IntervalView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows when an app was awake and when it slept. */
@Command(name = "timeline", description = "Show when an app was awake and when it slept.")
final class TimelineCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "Name or id of the app.")
  private String name = "";

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      defaultValue = "24h",
      description = "How far back, like 30m or 7d (default 24h).")
  private String since = "24h";

  TimelineCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Duration span = Durations.positive("--since", since);
    ApiClient api = session.api();
    String id = session.app(api, name).path("id").stringValue();
    Instant to = session.now();
    Instant from = to.minus(span);
    JsonNode answer =
        api.get("/apps/%s/timeline?from=%s&to=%s".formatted(Session.encode(id), from, to));
    if (output.json()) {
      session.terminal().print(Json.pretty(answer));
    } else {
      List<IntervalView> intervals = Json.items(answer, IntervalView.class);
      new Timeline(intervals, from, to).print(session);
    }
    return ExitStatus.DONE.code();
  }
}

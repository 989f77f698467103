// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ForecastView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Draws what will happen. */
@Command(
    name = "preview",
    description = "Draw when apps will be awake and paused in the next days.",
    footer = {"", "Example: paastis preview shop-api --days 14"})
final class PreviewCommand implements Callable<Integer> {
  private static final int MOST_DAYS = 60;

  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      paramLabel = "APP",
      arity = "0..1",
      description = "Name or id of the app; all apps when missing.")
  private @Nullable String name;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "14",
      description = "How many days, 1 to 60 (default 14).")
  private int days = 14;

  PreviewCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (days < 1 || days > MOST_DAYS) {
      throw new Failure(ExitStatus.USAGE, "--days: '%d' must be 1 to 60".formatted(days));
    }
    ApiClient api = session.api();
    JsonNode answer =
        name == null
            ? Pages.all(api, "/forecast", List.of("days=" + days))
            : api.get("/apps/%s/forecast?days=%d".formatted(id(api, name), days));
    if (output.json()) {
      session.terminal().print(Json.pretty(answer));
    } else {
      print(answer);
    }
    return ExitStatus.DONE.code();
  }

  private String id(ApiClient api, String app) {
    return Session.encode(session.app(api, app).path("id").stringValue());
  }

  private void print(JsonNode answer) {
    var zone = session.surroundings().zone();
    if (name == null) {
      List<ForecastView> all = Json.items(answer, ForecastView.class);
      var today = session.now().atZone(zone).toLocalDate();
      new FleetLines(all, today, days, zone).print(session.terminal());
    } else {
      new DayLines(Json.as(answer, ForecastView.class), days, zone).print(session.terminal());
    }
  }
}

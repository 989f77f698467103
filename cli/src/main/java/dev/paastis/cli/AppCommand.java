// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AppView;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows one app. */
@Command(name = "app", description = "Show one app with all that is known of it.")
final class AppCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "Name or id of the app.")
  private String name = "";

  AppCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode app = session.app(session.api(), name);
    if (output.json()) {
      session.terminal().print(Json.pretty(app));
    } else {
      print(Json.as(app, AppView.class), session.now());
    }
    return ExitStatus.DONE.code();
  }

  private void print(AppView app, Instant now) {
    new Table(app.name(), app.id())
        .row(Cell.of("state"), StateMark.cell(app.state()))
        .row(Cell.of("since"), Cell.of(Words.relative(app.since(), now)))
        .row(Cell.of("last activity"), Cell.of(Words.relative(app.lastActivity(), now)))
        .row(Cell.of("next sleep"), Cell.of(AppCells.nextSleep(app, now)))
        .row(Cell.of("production"), Cell.of(AppCells.production(app)))
        .row(Cell.of("dry run"), Cell.of(Words.orDash(app.dryRun())))
        .row(Cell.of("idle timeout"), Cell.of(app.idleTimeout()))
        .row(Cell.of("pinned"), Cell.of(AppCells.pin(app.pinnedUntil(), now)))
        .row(Cell.of("usual wake"), Cell.of(Words.orDash(app.usualWake())))
        .row(Cell.of("slowest wake"), Cell.of(Words.orDash(app.slowestWake())))
        .row(Cell.of("address"), Cell.of(app.url()))
        .row(Cell.of("hosts"), Cell.of(String.join(", ", app.hosts())))
        .row(Cell.of("group"), Cell.of(Words.orDash(app.group())))
        .row(Cell.of("space"), Cell.of(app.space()))
        .row(Cell.of("account"), Cell.of(app.account() + " (" + app.provider() + ")"))
        .row(Cell.of("region"), Cell.of(app.region()))
        .print(session.terminal());
  }
}

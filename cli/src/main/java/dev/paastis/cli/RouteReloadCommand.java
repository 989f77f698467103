// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has the server read the routes again. */
@Command(name = "reload", description = "Read the routes again now; a mistake changes nothing.")
final class RouteReloadCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  RouteReloadCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RoutesCommand.show(session, output, session.api().post("/routes/reload"));
    return ExitStatus.DONE.code();
  }
}

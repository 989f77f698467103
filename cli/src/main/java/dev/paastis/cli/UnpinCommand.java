// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AppView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a pinned app sleep again. */
@Command(name = "unpin", description = "Let a pinned app fall asleep again.")
final class UnpinCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name or id of the app.")
  private String name = "";

  UnpinCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    String id = Json.as(session.app(api, name), AppView.class).id();
    AppView app = Json.as(api.post("/apps/" + Session.encode(id) + "/unpin"), AppView.class);
    String next = Words.relative(app.nextSleep(), session.now());
    session
        .terminal()
        .print("'%s' is no longer pinned; next sleep: %s".formatted(app.name(), next));
    return ExitStatus.DONE.code();
  }
}

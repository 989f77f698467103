// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ReasonRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Marks an app as production. */
@Command(
    name = "protect",
    description = "Mark an app as production, or restore its protection: nothing puts it to sleep.")
final class ProtectCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name or id of the app.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in your own words.")
  private @Nullable String reason;

  ProtectCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    String id = session.app(api, name).path("id").stringValue();
    String path = "/apps/" + Session.encode(id) + "/protect";
    var _ = reason == null ? api.post(path) : api.post(path, new ReasonRequest(reason));
    session.terminal().print("'" + name + "' is production: nothing puts it to sleep");
    return ExitStatus.DONE.code();
  }
}

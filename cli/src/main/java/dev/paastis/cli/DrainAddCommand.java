// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.DrainRequest;
import dev.paastis.api.DrainView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes a log drain. */
@Command(name = "add", description = "Make a log drain; its address is shown only this once.")
final class DrainAddCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "Name of the drain.")
  private String name = "";

  @Option(names = "--app", paramLabel = "APP", description = "The only app that it speaks for.")
  private @Nullable String app;

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      description = "The only account whose apps it speaks for.")
  private @Nullable String account;

  DrainAddCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    JsonNode made = api.post("/drains", new DrainRequest(name, account, app));
    if (output.json()) {
      session.terminal().print(Json.pretty(made));
      return ExitStatus.DONE.code();
    }
    DrainView drain = Json.as(made, DrainView.class);
    session.terminal().print("drain '%s' for %s".formatted(name, DrainsCommand.scope(drain)));
    session.terminal().print(api.url() + String.valueOf(drain.path()));
    session.terminal().notice("paastis: keep this address, it is a secret and is not shown again");
    return ExitStatus.DONE.code();
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.HookView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists the hooks. */
@Command(name = "hooks", description = "List who is asked and told about sleeps and wakes.")
final class HooksCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  HooksCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode page = session.api().get("/hooks");
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      print(Json.items(page, HookView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<HookView> hooks) {
    Table table = new Table("HOOK", "ON", "APPS", "TARGET", "TIMEOUT", "ON FAILURE");
    for (HookView hook : hooks) {
      table.row(
          Cell.of(hook.name()),
          Cell.of(String.join(", ", hook.on())),
          Cell.of(Words.orDash(hook.apps())),
          Cell.of(hook.kind() + " " + hook.target()),
          Cell.of(hook.timeout()),
          Cell.of(hook.onFailure()));
    }
    table.print(session.terminal());
  }
}

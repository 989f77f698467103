// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.PolicyItemView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists rules, windows or groups; its subcommands change them. */
@Command(sortOptions = false)
final class PolicyListCommand implements Callable<Integer> {
  private final Session session;
  private final PolicyKind kind;

  @Mixin private OutputOption output = new OutputOption();

  PolicyListCommand(Session session, PolicyKind kind) {
    this.session = session;
    this.kind = kind;
  }

  @Override
  public Integer call() {
    JsonNode page = Pages.all(session.api(), kind.path(), List.of());
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      print(Json.items(page, PolicyItemView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<PolicyItemView> items) {
    String heading = kind.word().toUpperCase(java.util.Locale.ROOT);
    Table table = new Table(heading, "PLACE", "APPS", "SAYS");
    for (PolicyItemView item : items) {
      Integer position = item.position();
      table.row(
          Cell.of(item.name()),
          position == null ? new Cell("file", Style.DIM) : Cell.of(position.toString()),
          Cell.of(String.valueOf(item.selects())),
          item.problems().isEmpty()
              ? Cell.of(says(item.body()))
              : new Cell("not in force: " + String.join("; ", item.problems()), Style.RED));
    }
    table.print(session.terminal());
  }

  private static String says(Map<String, Object> body) {
    return body.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("name"))
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}

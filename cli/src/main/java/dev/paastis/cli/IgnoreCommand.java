// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.IgnoreRuleView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists the ignore rules; its subcommands propose and change them. */
@Command(
    name = "ignore",
    description = "List the requests that wake nothing; find and stop those that wake for nothing.")
final class IgnoreCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  IgnoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode page = session.api().get("/ignore-rules");
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      print(Json.items(page, IgnoreRuleView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<IgnoreRuleView> rules) {
    Table table = new Table("RULE", "BY", "ANSWER", "APPS", "REQUESTS");
    for (IgnoreRuleView rule : rules) {
      String by = rule.changedBy();
      table.row(
          Cell.of(rule.name()),
          Cell.of(by == null ? rule.source() : by),
          answer(rule),
          Cell.of(rule.apps() == null ? "all" : rule.apps()),
          Cell.of(requests(rule)));
    }
    table.print(session.terminal());
  }

  private static Cell answer(IgnoreRuleView rule) {
    IgnoreRuleView.Answer answer = rule.answer();
    String problem = rule.problem();
    return problem == null && answer != null
        ? Cell.of(String.valueOf(answer.status()))
        : new Cell("not in force: " + problem, Style.RED);
  }

  /** What such a request looks like. */
  static String requests(IgnoreRuleView rule) {
    List<String> parts = new ArrayList<>();
    part(parts, "agent", rule.agents(), "");
    part(parts, "path", rule.paths(), "");
    part(parts, "path", rule.prefixes(), "*");
    part(parts, "from", rule.addresses(), "");
    return String.join("; ", parts);
  }

  private static void part(List<String> parts, String title, List<String> values, String end) {
    if (!values.isEmpty()) {
      parts.add(title + " " + String.join(", ", values.stream().map(v -> v + end).toList()));
    }
  }
}
